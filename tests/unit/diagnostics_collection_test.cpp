#include <gtest/gtest.h>

#include <algorithm>

#include "diagnostics/diagnostic.h"

namespace flux {
namespace {

TEST(Diagnostics, CountsErrorsAlone) {
  Diagnostics diagnostics;
  diagnostics.warning(Code::unused_import, {}, "w");
  EXPECT_FALSE(diagnostics.has_errors());
  Diagnostics more;
  more.error(Code::unknown_name, {}, "e");
  diagnostics.append(std::move(more));
  EXPECT_EQ(diagnostics.error_count(), 1U);
  EXPECT_EQ(diagnostics.all().size(), 2U);
}

TEST(Diagnostics, NormaliseOrdersByPlaceAndDropsRepeats) {
  const FileId first{0};
  const FileId second{1};
  Diagnostics diagnostics;
  diagnostics.error(Code::unknown_name, {}, "no place");
  diagnostics.error(Code::unknown_name, {second, 0, 1}, "d");
  diagnostics.error(Code::unknown_name, {first, 9, 10}, "c");
  diagnostics.error(Code::unknown_name, {first, 2, 3}, "b").note("n");
  diagnostics.error(Code::unknown_name, {first, 2, 3}, "b").note("n");
  diagnostics.error(Code::unknown_name, {first, 2, 3}, "b");
  diagnostics.warning(Code::unused_import, {first, 0, 3}, "a");
  diagnostics.normalise();
  std::string order;
  for (const Diagnostic& d : diagnostics.all()) order += d.message + ' ';
  EXPECT_EQ(order, "a b b c d no place ");
  EXPECT_EQ(diagnostics.error_count(), 5U);
}

TEST(Diagnostics, NormaliseForgetsTheOrderOfReporting) {
  std::vector<int> order{0, 1, 2, 3};
  std::string expected;
  do {
    Diagnostics diagnostics;
    for (const int i : order) {
      diagnostics.error(Code::unknown_name, {FileId{0}, 1, 2}, "same")
          .label({FileId{0}, 5, 6}, std::to_string(i / 2));
    }
    diagnostics.normalise();
    std::string labels;
    for (const Diagnostic& d : diagnostics.all()) labels += d.labels[0].text;
    EXPECT_EQ(labels, "01");
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace flux
