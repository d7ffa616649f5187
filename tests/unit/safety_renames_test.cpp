#include "safety/renames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ir/path.h"

namespace flux {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

Renames renames(std::initializer_list<std::pair<std::string_view, std::string_view>> lines) {
  std::vector<hir::Change> changes;
  for (const auto& [to, from] : lines) changes.push_back({.path = path_steps(to), .from = path_steps(from)});
  return Renames(changes);
}

TEST(Renames, LeadFromPrefixToPrefix) {
  const Renames one = renames({{"clusters.main", "clusters.mgmt"}});
  EXPECT_EQ(one.follow("clusters.mgmt.nodes.worker").path, "clusters.main.nodes.worker");
  EXPECT_EQ(one.follow("clusters.mgmt").path, "clusters.main");
  EXPECT_EQ(one.follow("clusters.mgmt2").path, "clusters.mgmt2");
  EXPECT_EQ(one.follow("").path, "");
}

TEST(Renames, HoldTogetherInAnyOrder) {
  for (const Renames& both : {renames({{"c.main", "c.mgmt"}, {"c.main.n.big", "c.main.n.small"}}),
                              renames({{"c.main.n.big", "c.mgmt.n.small"}, {"c.main", "c.mgmt"}})}) {
    EXPECT_EQ(both.follow("c.mgmt.n.small").path, "c.main.n.big");
    EXPECT_EQ(both.follow("c.mgmt.n.other").path, "c.main.n.other");
  }
  EXPECT_EQ(renames({{"b", "a"}, {"c", "b"}}).follow("a.x").path, "c.x");
}

TEST(Renames, EndInACircle) {
  EXPECT_EQ(renames({{"b", "a"}, {"a", "b"}}).follow("a").path, "a");
  EXPECT_EQ(renames({{"a.a", "a"}}).follow("a").path, "a.a");
}

TEST(Renames, SpellKeysThatAreMadeOfNames) {
  const auto destination = renames({{"c.main", "c.mgmt"}}).follow("c.mgmt.n");
  EXPECT_THAT(Renames::spellings("home-mgmt-1", destination), ElementsAre("home-mgmt-1", "home-main-1"));
  EXPECT_THAT(Renames::spellings("mgmt2", destination), ElementsAre("mgmt2"));
  EXPECT_THAT(Renames::spellings("mgmt-mgmt", destination), Contains("main-mgmt"));
  EXPECT_THAT(Renames::spellings("mgmt-mgmt", destination), Contains("main-main"));
}

TEST(Renames, SpellNoMoreThanAFew) {
  std::string key = "a";
  for (int i = 0; i < 500; ++i) key += "-a";
  EXPECT_LT(Renames::spellings(key, renames({{"b", "a"}, {"c", "b"}, {"d", "c"}}).follow("a")).size(), 100U);
}

TEST(Path, StepsReadBack) {
  const std::vector<std::string> steps{"clusters", "a b", "main", "x.y[0]"};
  EXPECT_EQ(path_text(steps), "clusters[\"a b\"].main[\"x.y[0]\"]");
  EXPECT_EQ(path_steps(path_text(steps)), steps);
  EXPECT_THAT(path_steps("a[3].b"), ElementsAre("a", "3", "b"));
  for (const char* odd : {"", ".", "[", "[\"", "a.", "a..b", "]", "a[\"b\"]c"}) path_steps(odd);
}

}  // namespace
}  // namespace flux
