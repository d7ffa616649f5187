#include "output/unified_diff.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace flux {
namespace {

namespace fs = std::filesystem;

TEST(UnifiedDiff, LooksAsDiffPrintsIt) {
  EXPECT_EQ(unified_diff("x", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n"),
            "--- a/x\n+++ b/x\n@@ -2,8 +2,9 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n+10\n");
  EXPECT_EQ(unified_diff("x", "a\n", "a"),
            "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
}

TEST(UnifiedDiff, ShowsNewAndRemovedFiles) {
  EXPECT_EQ(unified_diff("x", std::nullopt, "a\nb\n"), "--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  EXPECT_EQ(unified_diff("x", "a\n", std::nullopt), "--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
  EXPECT_EQ(unified_diff("x", "a\n", "a\n"), "");
}

TEST(UnifiedDiff, ShowsNoBytesOfBinaries) {
  EXPECT_EQ(unified_diff("x", "a\n", std::string_view("\0b", 2)), "Binary files a/x and b/x differ\n");
}

TEST(UnifiedDiff, SplitsHunksWhereMoreThanTwoContextsAreEqual) {
  const auto numbered = [](int skip_first, int skip_second) {
    std::string text;
    for (int i = 0; i < 30; ++i) {
      if (i != skip_first && i != skip_second) text += fmt::format("{}\n", i);
    }
    return text;
  };
  const auto hunks = [&](int second) {
    const std::string diff = unified_diff("x", numbered(-1, -1), numbered(10, second));
    int count = 0;
    for (std::size_t at = diff.find("\n@@"); at != std::string::npos; at = diff.find("\n@@", at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(hunks(17), 1);
  EXPECT_EQ(hunks(18), 2);
}

class PatchTest : public testing::Test {
protected:
  void SetUp() override {
    if (std::system("patch --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "patch is not installed";
    std::string name = (fs::temp_directory_path() / "flux-diff-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  void expect_patch_applies(const std::string& before, const std::string& after) {
    if (before == after) return;
    std::ofstream(folder_ / "f", std::ios::binary) << before;
    std::ofstream(folder_ / "p", std::ios::binary) << unified_diff("f", before, after);
    const std::string command = fmt::format("cd '{}' && patch -s -p1 --fuzz=0 <p", folder_.string());
    ASSERT_EQ(std::system(command.c_str()), 0) << "from <<" << before << ">> to <<" << after << ">>";
    std::stringstream patched;
    patched << std::ifstream(folder_ / "f", std::ios::binary).rdbuf();
    ASSERT_EQ(patched.str(), after) << "from <<" << before << ">>";
  }

  fs::path folder_;
};

TEST_F(PatchTest, AppliesToRandomTexts) {
  std::mt19937 random(1);
  const auto text = [&random] {
    std::string result;
    const auto lines = random() % 40;
    for (unsigned i = 0; i < lines; ++i) result += fmt::format("{}\n", random() % 4);
    if (random() % 3 == 0 && !result.empty()) result.pop_back();
    return result;
  };
  for (int i = 0; i < 150; ++i) expect_patch_applies(text() + "x\n", text() + "y");
  for (int i = 0; i < 50; ++i) expect_patch_applies(text() + "x", text() + "x\n");
}

TEST_F(PatchTest, AppliesToTextsThatDifferInEveryLine) {
  std::string before = "first\n";
  std::string after = "first\n";
  for (int i = 0; i < 20'000; ++i) {
    before += fmt::format("a{}\n", i);
    after += fmt::format("b{}\n", i);
  }
  expect_patch_applies(before + "last\n", after + "last\n");
}

}  // namespace
}  // namespace flux
