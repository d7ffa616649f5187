#include "packages/interface.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flux {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::string_view kDeclarations = R"(
export type Dns { zone: string, ttl?: duration }
export let domain: string = "example.org"
export let dns: map<string, Dns> = {
  main = { zone = "a.${x}" }
  "b.c" = { zone = "b", ttl = 5m }
}
export let lists: any = [[1, 2], { n = 1 }]
export let empty: any = { }
)";

TEST(Interface, IsKnownByItsHead) {
  const std::string file = interface_file("prod", std::string(kDeclarations));
  EXPECT_EQ(interface_state(file), InterfaceState::whole);
  EXPECT_EQ(interface_hash(file).size(), 64U);
  EXPECT_EQ(interface_state(file + "x"), InterfaceState::edited);
  EXPECT_EQ(interface_state(kDeclarations), InterfaceState::none);
  EXPECT_EQ(interface_state(file.substr(0, 100)), InterfaceState::none);
  EXPECT_EQ(interface_state(""), InterfaceState::none);
}

TEST(Interface, SaysWhatIsWhere) {
  EXPECT_THAT(interface_surface(kDeclarations),
              ElementsAre(Pair("dns.\"b.c\".ttl", "5m"), Pair("dns.\"b.c\".zone", "\"b\""),
                          Pair("dns.main.zone", "\"a.${x}\""), Pair("domain", "\"example.org\""),
                          Pair("empty", "{ }"), Pair("lists[0]", "[1, 2]"), Pair("lists[1].n", "1"),
                          Pair("type Dns, ttl", "duration, optional"), Pair("type Dns, zone", "string")));
  EXPECT_THAT(interface_surface("export let = {"), IsEmpty());
}

TEST(Interface, TellsWhatBreaks) {
  const InterfaceSurface before = interface_surface(kDeclarations);
  EXPECT_THAT(interface_breaks(before, before), IsEmpty());
  InterfaceSurface now = before;
  now["dns.more.zone"] = "\"c\"";
  now["new"] = "1";
  EXPECT_THAT(interface_breaks(before, now), IsEmpty());
  now.erase("dns.\"b.c\".ttl");
  now.erase("dns.\"b.c\".zone");
  now["domain"] = "\"example.net\"";
  now["type Dns, zone"] = "int";
  now.erase("lists[0]");
  EXPECT_THAT(
      interface_breaks(before, now),
      ElementsAre("`dns.\"b.c\"` is not exported any more",
                  "`domain` was `\"example.org\"`, and is `\"example.net\"`",
                  "`lists[0]` is not exported any more", "`type Dns, zone` was `string`, and is `int`"));
}

}  // namespace
}  // namespace flux
