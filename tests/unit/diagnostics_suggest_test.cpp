#include "diagnostics/suggest.h"

#include <gtest/gtest.h>

#include <string>

namespace flux {
namespace {

using Candidates = std::vector<std::string_view>;

std::string suggest(std::string_view word, const Candidates& candidates) {
  return std::string(closest(word, candidates).value_or("-"));
}

TEST(Suggest, FindsMisspellings) {
  const Candidates fields{"replicas", "image", "resources", "rules"};
  EXPECT_EQ(suggest("replicsa", fields), "replicas");  // swapped
  EXPECT_EQ(suggest("replica", fields), "replicas");   // left out
  EXPECT_EQ(suggest("imagge", fields), "image");       // doubled
  EXPECT_EQ(suggest("rulez", fields), "rules");        // replaced
  EXPECT_EQ(suggest("mountains", fields), "-");
  EXPECT_EQ(suggest("", fields), "-");
}

TEST(Suggest, SpellingsOfTheSameWordComeFirst) {
  EXPECT_EQ(suggest("clusterOverrides", {"clusterOverride", "cluster_overrides"}), "cluster_overrides");
  EXPECT_EQ(suggest("node-size", {"nodesize", "node_sizes"}), "nodesize");
}

TEST(Suggest, ShortWordsNeedTheirLetters) {
  EXPECT_EQ(suggest("x", {"y"}), "-");
  EXPECT_EQ(suggest("X", {"x"}), "x");
  EXPECT_EQ(suggest("cpi", {"cpu"}), "cpu");
  EXPECT_EQ(suggest("cpi", {"api", "gpu"}), "api");
  EXPECT_EQ(suggest("abc", {"xyc"}), "-");
}

TEST(Suggest, AWordThatGoesOn) {
  EXPECT_EQ(suggest("cpu_cores", {"count", "cpu", "memory"}), "cpu");
  EXPECT_EQ(suggest("cpuCores", {"count", "cpu", "memory"}), "cpu");
  EXPECT_EQ(suggest("node-selector-terms", {"node", "node-selector"}), "node-selector");
  EXPECT_EQ(suggest("volumes_of_the_database", {"volume", "vol"}), "-");
  EXPECT_EQ(suggest("is_the_cluster_ready", {"is"}), "-");
}

TEST(Suggest, TiesDoNotDependOnTheOrder) {
  EXPECT_EQ(suggest("port", {"sort", "part", "post"}), "part");
  EXPECT_EQ(suggest("port", {"post", "part", "sort"}), "part");
}

TEST(Suggest, NeverTheWordItself) {
  EXPECT_EQ(suggest("name", {"name"}), "-");
}

TEST(Suggest, ManyAndLongCandidatesStayCheap) {
  std::vector<std::string> names;
  for (int i = 0; i < 200'000; ++i) names.push_back("zone_with_a_long_name_" + std::to_string(i));
  names.push_back("replicas");
  names.emplace_back(1'000'000, 'r');
  EXPECT_EQ(closest("replicsa", names), "replicas");
  EXPECT_EQ(closest("erplicas", names), "replicas");
  EXPECT_EQ(closest(std::string(1'000'000, 'R'), names), names.back());
}

}  // namespace
}  // namespace flux
