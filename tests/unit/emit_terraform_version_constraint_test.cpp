#include "emit/terraform/version_constraint.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace flux::terraform {
namespace {

/// The least version, `none`, or `unreadable`.
std::string least(std::string_view text) {
  const auto constraints = parse_version_constraints(text);
  if (!constraints) return "unreadable";
  const auto version = least_version(*constraints);
  if (!version) return "none";
  return fmt::format("{}{}{}", fmt::join(version->segments, "."), version->prerelease.empty() ? "" : "-",
                     version->prerelease);
}

TEST(VersionConstraint, Ranges) {
  EXPECT_EQ(least(">= 1.2, < 2.0"), "1.2");
  EXPECT_EQ(least("~> 1.2"), "1.2");
  EXPECT_EQ(least("< 2.0"), "0.0.0");
  EXPECT_EQ(least("> 1.2.3"), "1.2.4");
  EXPECT_EQ(least(">= 1.0, != 1.0"), "1.0.1");
  EXPECT_EQ(least("1.2.3"), "1.2.3");
  EXPECT_EQ(least("1.0.0-beta1, >= 1.0.0-alpha"), "1.0.0-beta1");
  EXPECT_EQ(least("~> 1.2, ~> 1.5"), "1.5");
}

TEST(VersionConstraint, Contradictions) {
  EXPECT_EQ(least(">= 2.0, < 2.0"), "none");
  EXPECT_EQ(least("~> 1.2, ~> 2.0"), "none");
  EXPECT_EQ(least("~> 1.2.3, >= 1.3"), "none");
  EXPECT_EQ(least("> 1.2.3, < 1.2.4"), "none");
  EXPECT_EQ(least("= 1.0, != 1.0.0"), "none");
}

TEST(VersionConstraint, Admits) {
  const auto admitted = [](const char* constraints, const char* version) {
    return admits(*parse_version_constraints(constraints), *parse_version(version));
  };
  EXPECT_TRUE(admitted("~> 0.66", "0.111.1"));
  EXPECT_FALSE(admitted("~> 0.66.0", "0.111.1"));
  EXPECT_TRUE(admitted(">= 1.2, < 2", "1.2.0"));
  EXPECT_FALSE(admitted(">= 1.2, < 2", "2.0.0"));
  EXPECT_FALSE(admitted("1.2.3", "1.2.3-rc1"));
}

TEST(VersionConstraint, Spelling) {
  EXPECT_EQ(parse_version_constraints(" >=1.0 ,<2")->at(0).text, ">= 1.0");
  EXPECT_EQ(parse_version_constraints(" >=1.0 ,<2")->at(1).text, "< 2");
  for (const char* text : {"", ">= ", ">= 1.x", "^1.0", "1.0,", "1..2", "99999999999", "v1.0", "=> 1"})
    EXPECT_EQ(least(text), "unreadable") << text;
}

}  // namespace
}  // namespace flux::terraform
