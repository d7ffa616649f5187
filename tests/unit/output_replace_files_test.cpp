#include "output/replace_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace flux {
namespace {

namespace fs = std::filesystem;

class ReplaceFilesTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "flux-replace-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    base_ = name;
  }
  void TearDown() override { fs::remove_all(base_); }

  bool replace(const std::vector<NewContent>& files) {
    diagnostics_ = {};
    return replace_files(base_.string(), files, diagnostics_);
  }
  std::string text_of(const std::string& path) const {
    std::stringstream text;
    text << std::ifstream(base_ / path, std::ios::binary).rdbuf();
    return text.str();
  }
  std::size_t count() const {
    return static_cast<std::size_t>(
        std::distance(fs::recursive_directory_iterator(base_), fs::recursive_directory_iterator()));
  }

  fs::path base_;
  Diagnostics diagnostics_;
};

TEST_F(ReplaceFilesTest, WritesAndReplaces) {
  EXPECT_TRUE(replace({{"a/b/c", "1"}, {"d", "2"}}));
  EXPECT_TRUE(replace({{"a/b/c", "3"}}));
  EXPECT_EQ(text_of("a/b/c"), "3");
  EXPECT_EQ(text_of("d"), "2");
  EXPECT_EQ(count(), 4U);
}

TEST_F(ReplaceFilesTest, AllOrNothing) {
  ASSERT_TRUE(replace({{"a", "1"}, {"folder/b", "1"}}));
  // The second cannot be written.
  EXPECT_FALSE(replace({{"a", "2"}, {"folder", "2"}}));
  EXPECT_EQ(text_of("a"), "1");
  EXPECT_FALSE(replace({{"a", "2"}, {"a/b", "2"}}));
  EXPECT_EQ(text_of("a"), "1");
  EXPECT_TRUE(diagnostics_.has_errors());
  EXPECT_EQ(count(), 3U);
}

TEST_F(ReplaceFilesTest, WhatAKilledRunLeftIsInNobodysWay) {
  std::ofstream(base_ / "a.flux-new") << "half";
  EXPECT_TRUE(replace({{"a", "1"}}));
  EXPECT_EQ(text_of("a"), "1");
  EXPECT_EQ(count(), 1U);
}

TEST_F(ReplaceFilesTest, FollowsNoLink) {
  std::ofstream(base_ / "target") << "mine";
  fs::create_symlink("target", base_ / "link");
  EXPECT_FALSE(replace({{"link", "1"}}));
  EXPECT_EQ(diagnostics_.all()[0].code, Code::output_symlink);
  EXPECT_EQ(text_of("target"), "mine");
}

}  // namespace
}  // namespace flux
