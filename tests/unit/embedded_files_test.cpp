#include "embedded/embedded_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace flux {
namespace {

TEST(EmbeddedFilesTest, PathsAreRelativeAndSorted) {
  for (const auto files : {embedded_stdlib(), embedded_error_pages()}) {
    EXPECT_TRUE(std::is_sorted(files.begin(), files.end(),
                               [](const auto& left, const auto& right) { return left.path < right.path; }));
    for (const EmbeddedFile& file : files) {
      EXPECT_FALSE(file.path.starts_with('/')) << file.path;
      EXPECT_EQ(find_embedded(files, file.path), file.text);
    }
  }
}

TEST(EmbeddedFilesTest, AnUnknownPathIsNotFound) {
  EXPECT_EQ(find_embedded(embedded_stdlib(), "no/such.flux"), std::nullopt);
  EXPECT_EQ(find_embedded({}, ""), std::nullopt);
}

}  // namespace
}  // namespace flux
