#include <gmock/gmock.h>

#include "sema_test_support.h"

namespace flux::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SemaLets, StayInTheBranchThatDeclaresThem) {
  EXPECT_THAT(Checked("type T { a: int = 0, on: bool = true }\n"
                      "layer l : T {\n"
                      "  if on { let x = 5\n    a = x } else { let x = 7\n    a = x }\n"
                      "}\n")
                  .reports(),
              IsEmpty());
  EXPECT_THAT(Checked("type T { a: int = 0, on: bool = true }\n"
                      "layer l : T {\n"
                      "  if on { let hidden = 5 }\n"
                      "  a = hidden\n"
                      "}\n")
                  .reports(),
              ElementsAre(HasSubstr("4 E2006")));
}

TEST(SemaLets, OfTwoEmittedBlocksMayShareAName) {
  EXPECT_THAT(Checked("type T {\n"
                      "  emit terraform {\n"
                      "    resource a b { let n = 1\n      x = n }\n"
                      "    resource a c { let n = 2\n      x = n }\n"
                      "    if true { locals { p = 1 } } else { let q = 2\n      locals { p = q } }\n"
                      "  }\n"
                      "}\n")
                  .reports(),
              IsEmpty());
}

TEST(SemaReferences, MayBeChosenByConditionsAndNamedByLets) {
  EXPECT_THAT(Checked("type C { n: int = 1 }\n"
                      "type A { c: ref<C>, d: ref<C>?, on: bool = true }\n"
                      "type T { cs: map<string, C>, a: A }\n"
                      "layer l : T {\n"
                      "  cs = { x = C { }, y = C { } }\n"
                      "  let x = cs.x\n"
                      "  a { c = if on then cs.x else cs.y\n    d = if on then x else null }\n"
                      "}\n")
                  .reports(),
              IsEmpty());
}

TEST(SemaReferences, AnObjectIsNotCopiedByWayOfALet) {
  EXPECT_THAT(Checked("type C { n: int = 1 }\n"
                      "type T { i: C, j: C }\n"
                      "layer l : T {\n"
                      "  let x = i\n"
                      "  j = x\n"
                      "}\n")
                  .reports(),
              ElementsAre(HasSubstr("5 E3009")));
}

}  // namespace
}  // namespace flux::test
