#include "tools/match_state.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace flux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

DescribedResource described(std::string address, std::vector<KnownArgument> arguments,
                            std::vector<DescribedResource::Reading> readings = {}) {
  DescribedResource resource{
      .stack = "main", .address = *parse_terraform_address(address), .arguments = std::move(arguments)};
  resource.local = resource.address.name;
  resource.readings = std::move(readings);
  std::ranges::sort(resource.arguments);
  return resource;
}

StateInstance there(std::string address, std::vector<KnownArgument> attributes) {
  StateInstance instance{.address = address, .attributes = std::move(attributes)};
  const auto reference = *parse_terraform_reference(address);
  instance.type = reference[reference.size() - 2].name;
  instance.name = reference.back().name;
  if (const auto* key = std::get_if<std::string>(&reference.back().index)) instance.key = *key;
  if (reference.size() > 2) instance.module = address.substr(0, address.find("." + instance.type));
  std::ranges::sort(instance.attributes);
  return instance;
}

class MatchTest : public testing::Test {
protected:
  void match() { matches_ = match_state(here_, state_); }
  std::map<std::string, std::string> found() const {
    std::map<std::string, std::string> found;
    for (const auto& match : matches_.found) {
      found.emplace(here_[match.described].address.text(), state_[match.instance].address);
    }
    return found;
  }

  std::vector<DescribedResource> here_;
  std::vector<StateInstance> state_;
  StateMatches matches_;
};

TEST_F(MatchTest, WhatFewHaveInCommonDecides) {
  here_ = {described("vm.b", {{"name", "b"}, {"image", "x"}}),
           described("vm.a", {{"name", "a"}, {"image", "x"}})};
  state_ = {there("vm.n[0]", {{"name", "a"}, {"image", "x"}, {"id", "1"}}),
            there("vm.n[1]", {{"name", "b"}, {"image", "x"}, {"id", "2"}})};
  match();
  EXPECT_THAT(found(), UnorderedElementsAre(Pair("vm.a", "vm.n[0]"), Pair("vm.b", "vm.n[1]")));
  EXPECT_THAT(matches_.left, IsEmpty());
}

TEST_F(MatchTest, EqualOnesAreNotGuessed) {
  here_ = {described("key.a", {{"bits", "8"}}), described("key.b", {{"bits", "8"}})};
  state_ = {there("key.x", {{"bits", "8"}}), there("key.y", {{"bits", "8"}})};
  match();
  EXPECT_THAT(found(), IsEmpty());
  ASSERT_EQ(matches_.ambiguous.size(), 2U);
  EXPECT_THAT(matches_.ambiguous[0].instances, ElementsAre(0, 1));
  EXPECT_THAT(matches_.left, IsEmpty());
  // Their addresses tell them apart.
  state_ = {there("key.x[\"b\"]", {{"bits", "8"}}), there("key.x[\"a\"]", {{"bits", "8"}})};
  here_ = {described("key.n[\"a\"]", {{"bits", "8"}}), described("key.n[\"b\"]", {{"bits", "8"}})};
  match();
  EXPECT_THAT(found(), UnorderedElementsAre(Pair("key.n[\"a\"]", "key.x[\"a\"]"),
                                            Pair("key.n[\"b\"]", "key.x[\"b\"]")));
}

TEST_F(MatchTest, ReadingsFollowWhatWasFound) {
  const auto disk = [](const char* address, const char* vm) {
    return described(address, {{"gb", "10"}}, {{"vm_of", vm, "id"}});
  };
  here_ = {disk("disk.one", "vm.a"), disk("disk.two", "vm.b"), described("vm.a", {{"name", "a"}}),
           described("vm.b", {{"name", "b"}})};
  state_ = {there("disk.x", {{"gb", "10"}, {"vm_of", "7"}}), there("disk.y", {{"gb", "10"}, {"vm_of", "8"}}),
            there("vm.x", {{"name", "b"}, {"id", "7"}}), there("vm.y", {{"name", "a"}, {"id", "8"}})};
  match();
  EXPECT_THAT(found(), UnorderedElementsAre(Pair("disk.one", "disk.y"), Pair("disk.two", "disk.x"),
                                            Pair("vm.a", "vm.y"), Pair("vm.b", "vm.x")));
}

TEST_F(MatchTest, AnotherNameIsAnotherThing) {
  here_ = {described("vm.new", {{"name", "new"}, {"image", "x"}})};
  state_ = {there("vm.old", {{"name", "old"}, {"image", "x"}})};
  match();
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_THAT(matches_.missing, ElementsAre(0));
  EXPECT_THAT(matches_.left, ElementsAre(0));
}

TEST_F(MatchTest, WhatDiffersIsNamed) {
  here_ = {described("vm.a", {{"name", "a"}, {"disk.size", "2"}, {"disk.kind", "ssd"}, {"tags", "t"}})};
  state_ = {there("vm.x", {{"name", "a"}, {"disk.size", "1"}, {"disk.kind", "hdd"}, {"tags", "t"}})};
  match();
  ASSERT_EQ(matches_.found.size(), 1U);
  EXPECT_THAT(matches_.found[0].differing, ElementsAre("disk"));
}

TEST_F(MatchTest, ModulesMoveAsAWhole) {
  here_ = {described("module.main_net", {}), described("vm.a", {{"name", "a"}})};
  here_[0].local = "net";
  state_ = {there("module.net.vm.a", {{"name", "a"}}), there("module.net.vm.b[0]", {{"name", "b"}}),
            there("module.old[\"x.y\"].vm.n", {{"name", "a"}})};
  match();
  ASSERT_EQ(matches_.modules.size(), 1U);
  EXPECT_EQ(matches_.modules[0].from, "module.net");
  EXPECT_THAT(found(), UnorderedElementsAre(Pair("vm.a", "module.old[\"x.y\"].vm.n")));
  EXPECT_THAT(matches_.left, IsEmpty());
}

TEST_F(MatchTest, WhatHasItsAddressKeepsIt) {
  here_ = {described("vm.a", {{"name", "other"}}), described("vm.b", {{"name", "a"}})};
  state_ = {there("vm.a", {{"name", "a"}})};
  match();
  EXPECT_THAT(found(), UnorderedElementsAre(Pair("vm.a", "vm.a")));
  EXPECT_THAT(matches_.missing, ElementsAre(1));
}

TEST_F(MatchTest, LargeEstatesTakeNoLonger) {
  for (int i = 0; i < 3000; ++i) {
    here_.push_back(
        described(fmt::format("vm.n[\"{}\"]", i), {{"name", fmt::format("n{}", i)}, {"image", "x"}}));
    state_.push_back(there(fmt::format("vm.o[{}]", i), {{"name", fmt::format("n{}", i)}, {"image", "x"}}));
  }
  match();
  EXPECT_EQ(matches_.found.size(), 3000U);
}

TEST(TerraformState, ReadsBothForms) {
  const auto pulled = read_terraform_state(R"({"version": 4, "resources": [
    {"mode": "managed", "type": "vm", "name": "a", "module": "module.m",
     "instances": [{"index_key": 0, "attributes": {"id": 7, "on": true, "x": null, "f": 1.5, "list": [{"k": "v"}],
                    "any": {"value": {"deep": 1}, "type": ["object", {"deep": "number"}]},
                    "record": {"value": "1.2.3.4", "type": "A"}}},
                   {"index_key": "k", "attributes": {"id": "secret"},
                    "sensitive_attributes": [[{"type": "get_attr", "value": "id"}]]},
                   {"deposed": "1234", "attributes": {}}]},
    {"mode": "data", "type": "vm", "name": "d", "instances": [{"attributes": {}}]}]})");
  const auto& instances = std::get<std::vector<StateInstance>>(pulled);
  ASSERT_EQ(instances.size(), 2U);
  EXPECT_EQ(instances[0].address, "module.m.vm.a[0]");
  EXPECT_EQ(instances[0].id, "7");
  EXPECT_EQ(instances[0].attributes, (std::vector<KnownArgument>{{"any.deep", "1"},
                                                                 {"f", "1.5"},
                                                                 {"id", "7"},
                                                                 {"list.k", "v"},
                                                                 {"on", "true"},
                                                                 {"record.type", "A"},
                                                                 {"record.value", "1.2.3.4"}}));
  EXPECT_EQ(instances[1].address, "module.m.vm.a[\"k\"]");
  EXPECT_EQ(instances[1].id, "");

  const auto shown = read_terraform_state(R"({"format_version": "1.0", "values": {"root_module": {
    "resources": [{"mode": "managed", "type": "vm", "name": "a", "values": {"id": "1"}}],
    "child_modules": [{"address": "module.m", "resources": [
      {"mode": "managed", "type": "vm", "name": "b", "index": "k", "values": {"id": "2"}, "sensitive_values": {"id": true}}]}]}}})");
  const auto& of_shown = std::get<std::vector<StateInstance>>(shown);
  ASSERT_EQ(of_shown.size(), 2U);
  EXPECT_EQ(of_shown[0].address, "vm.a");
  EXPECT_EQ(of_shown[1].address, "module.m.vm.b[\"k\"]");
  EXPECT_EQ(of_shown[1].id, "");
}

TEST(TerraformState, SaysWhyItIsNone) {
  const auto reason = [](std::string_view text) { return std::get<std::string>(read_terraform_state(text)); };
  EXPECT_THAT(reason(""), HasSubstr("no JSON"));
  EXPECT_THAT(reason("[]"), HasSubstr("no JSON"));
  EXPECT_THAT(reason("{}"), HasSubstr("not what"));
  EXPECT_THAT(reason(R"({"version": 3, "resources": []})"), HasSubstr("format 3"));
  EXPECT_THAT(reason(R"({"format_version": "1.2", "resource_changes": []})"), HasSubstr("a plan"));
  // What is odd inside is passed over.
  EXPECT_THAT(std::get<std::vector<StateInstance>>(read_terraform_state(
                  R"({"version": 4, "resources": [1, {"mode": "managed", "instances": {}}, {"mode": 1}]})")),
              IsEmpty());
  EXPECT_THAT(std::get<std::vector<StateInstance>>(read_terraform_state(R"({"format_version": "1.0"})")),
              IsEmpty());
}

}  // namespace
}  // namespace flux
