#include "output/output_tree.h"

#include <gtest/gtest.h>

namespace flux {
namespace {

TEST(OutputTree, KeepsFilesByPath) {
  OutputTree tree;
  EXPECT_EQ(tree.add("b/c.yaml", "1"), nullptr);
  EXPECT_EQ(tree.add("a.yaml", "2", {FileId{3}, 4, 5}), nullptr);
  EXPECT_TRUE(tree.contains("b/c.yaml"));
  EXPECT_FALSE(tree.contains("b"));
  EXPECT_TRUE(tree.contains_folder("b"));
  EXPECT_FALSE(tree.contains_folder("b/c.yaml"));
  EXPECT_EQ(tree.files().begin()->first, "a.yaml");
  const OutputTree copy = tree;
  EXPECT_EQ(copy.files().size(), 2U);
}

TEST(OutputTree, RefusesClashes) {
  OutputTree tree;
  const SourceSpan first{FileId{0}, 1, 2};
  ASSERT_EQ(tree.add("a/b.yaml", "1", first), nullptr);
  for (const char* path : {"a/b.yaml", "A/b.yaml", "a/B.YAML", "a/b.yaml/c", "a", "A"}) {
    const OutputTree::File* taken = tree.add(path, "2");
    ASSERT_NE(taken, nullptr) << path;
    EXPECT_EQ(taken->owner, first);
  }
  EXPECT_EQ(tree.files().size(), 1U);
  EXPECT_EQ(tree.add("a/b.yam", "3"), nullptr);
  EXPECT_EQ(tree.add("a-b", "3"), nullptr);
}

TEST(OutputPath, StaysInsideTheFolder) {
  for (const char* path : {"a", "a/b.tf", ".hidden", "a b", "\xC3\xA9/x", "a/.flux-x"})
    EXPECT_TRUE(is_output_path(path)) << path;
  for (const char* path : {"", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\n", "\xFF",
                           ".flux-manifest.json", ".flux-staging/x"}) {
    EXPECT_FALSE(is_output_path(path)) << path;
  }
  EXPECT_FALSE(is_output_path(std::string_view("a\0b", 3)));
  EXPECT_FALSE(is_output_path(std::string(300, 'n')));
}

}  // namespace
}  // namespace flux
