#include "emit/terraform/keywords.h"

#include <gtest/gtest.h>

#include "emit/text/hcl_writer.h"

namespace flux::terraform {
namespace {

std::string written(const std::optional<hcl::Expression>& expression) {
  return expression ? hcl::write_inline(*expression) : "none";
}

TEST(TerraformKeywords, Addresses) {
  EXPECT_EQ(written(parse_address("aws.west")), "aws.west");
  EXPECT_EQ(written(parse_address("disk[0].size")), "disk[0].size");
  EXPECT_EQ(written(parse_address("tags[\"a.b/c\"]")), "tags[\"a.b/c\"]");
  EXPECT_EQ(written(parse_address("module.a.proxmox_vm.b[\"k\"]")), "module.a.proxmox_vm.b[\"k\"]");
  EXPECT_EQ(written(parse_address("all")), "all");
  for (const char* text : {"", "a.", "a b", "${x}", "a[", "a[x]", "a[\"\\\"]", "1a", "f(x)"})
    EXPECT_EQ(written(parse_address(text)), "none") << text;
}

TEST(TerraformKeywords, Types) {
  EXPECT_EQ(written(parse_type("string")), "string");
  EXPECT_EQ(written(parse_type("list")), "list(any)");
  EXPECT_EQ(written(parse_type("map(object({ a = string, b = optional(number, -1.5) }))")),
            "map(object({ a = string, b = optional(number, -1.5) }))");
  EXPECT_EQ(written(parse_type("tuple([string, bool])")), "tuple([string, bool])");
  EXPECT_EQ(written(parse_type("object({a=set(string)\nb=any})")), "object({ a = set(string), b = any })");
  for (const char* text : {"", "text", "list(", "object(string)", "set", "string)", "map(number) x"})
    EXPECT_EQ(written(parse_type(text)), "none") << text;
  EXPECT_FALSE(parse_type(std::string(100'000, 'l')));
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "list(";
  EXPECT_FALSE(parse_type(deep));
}

}  // namespace
}  // namespace flux::terraform
