#include <gmock/gmock.h>

#include "sema_test_support.h"

namespace flux::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SemaNarrowing, AcceptsLiteralsForText) {
  EXPECT_THAT(Checked("type A { s: string, n: float }\ntype B : A { s: \"a\" | \"b\" }\n").reports(),
              IsEmpty());
}

TEST(SemaNarrowing, RejectsWhatWouldWiden) {
  EXPECT_THAT(Checked("type A { s: int }\ntype B : A { s: float }\n").reports(),
              ElementsAre(HasSubstr("2 E3011")));
  EXPECT_THAT(Checked("type A { s: \"a\" | \"b\" }\ntype B : A { s: string }\n").reports(),
              ElementsAre(HasSubstr("2 E3011")));
}

TEST(SemaRecursion, FieldsThatMustContainEachOther) {
  EXPECT_THAT(Checked("type A { b: B }\ntype B { a: A }\ntype C : A { }\n").reports(),
              ElementsAre(HasSubstr("1 E3012")));
}

TEST(SemaRecursion, IsNoneWhereALayerDecides) {
  EXPECT_THAT(Checked("type Tree { left?: Tree, all: list<Tree> = [], up?: ref<Tree> }\n"
                      "type T { tree: Tree = { } }\n"
                      "layer l : T { tree.left = Tree { left = Tree { } } }\n")
                  .reports(),
              IsEmpty());
}

TEST(SemaRecursion, OfFunctionsByWayOfALet) {
  EXPECT_THAT(Checked("let a = f(1)\nfn f(x: int): int = g(x)\nfn g(x: int): int = f(x) + a\n").reports(),
              ElementsAre(HasSubstr("E3014")));
}

}  // namespace
}  // namespace flux::test
