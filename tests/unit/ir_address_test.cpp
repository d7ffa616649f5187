#include "ir/address.h"

#include <gtest/gtest.h>

namespace flux {
namespace {

TEST(Address, Identifiers) {
  EXPECT_EQ(identifier("a-b_c"), "a-b_c");
  EXPECT_EQ(identifier("a.b/é"), "a_b___");
  EXPECT_EQ(identifier("1a"), "_1a");
  EXPECT_EQ(identifier(""), "_");
}

TEST(Address, TheObjectStandsInFront) {
  Placement owner;
  EXPECT_EQ(address_of(owner, "vm"), "vm");
  owner.path = "clusters.main";
  owner.slug = "main";
  EXPECT_EQ(address_of(owner, "vm"), "main_vm");
}

}  // namespace
}  // namespace flux
