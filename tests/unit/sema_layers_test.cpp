#include <gmock/gmock.h>

#include "sema_test_support.h"

namespace flux::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SemaLayers, OneBodySetsAFieldOnce) {
  EXPECT_THAT(Checked("type T { b: int = 1 }\nlayer l : T {\n  b = 2\n  default b = 3\n}\n").reports(),
              ElementsAre(HasSubstr("4 E3006")));
}

// A path for each entry, as people write them: the cost must not grow with the square of their number. The
// square of this number is minutes.
TEST(SemaLayers, CheckManyPathsInOneBody) {
  std::string text = "type E { n: int = 1 }\ntype T { m: map<string, E> }\nlayer d : T {\n";
  for (int i = 0; i < 50'000; ++i) text += "  m.a" + std::to_string(i) + " = E { }\n";
  text += "}\nlayer e extends d {\n";
  for (int i = 0; i < 50'000; ++i) text += "  m.a" + std::to_string(i) + ".n = 2\n";
  text += "  m.b.n = 2\n}\n";
  EXPECT_THAT(Checked(text).reports(), ElementsAre(HasSubstr("E3005")));
}

}  // namespace
}  // namespace flux::test
