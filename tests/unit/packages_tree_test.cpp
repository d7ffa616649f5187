#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/content_hash.h"
#include "packages/package_tree.h"
#include "project/package_source.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

PackageEntry file(std::string path, std::uint64_t size = 1) {
  return {.path = std::move(path), .size = size, .content = {}};
}

std::vector<std::string> paths(std::vector<PackageEntry> entries) {
  auto selected = select_entries(std::move(entries));
  std::vector<std::string> result;
  if (const auto* refused = std::get_if<PackageRefusal>(&selected)) return {refused->reason};
  for (const PackageEntry& entry : std::get<std::vector<PackageEntry>>(selected))
    result.push_back(entry.path);
  return result;
}

TEST(PackageTree, LeavesOutWhatIsHiddenOrBuilt) {
  EXPECT_THAT(paths({file("b.flux"), file("a/b.flux"), file(".github/x.yaml"), file("a/.git/config"),
                     file("out/prod/.flux-manifest.json"), file("out/prod/helm/values.yaml"),
                     file("vendor/x/.flux-manifest.json"), file("vendor/x/x.flux"),
                     file("vendor/x/vendor/y/.flux-manifest.json"), file("vendor/x/vendor/y/y.flux")}),
              ElementsAre("a/b.flux", "b.flux", "vendor/x/vendor/y/y.flux", "vendor/x/x.flux"));
}

TEST(PackageTree, RefusesWhatIsNoFileOfIts) {
  for (const char* path : {"../x", "a/../../x", "/etc/passwd", "a//b", "./x", "a\nb", ""})
    EXPECT_THAT(paths({file(path)}), ElementsAre(HasSubstr("leads out"))) << path;
  PackageEntry link = file("a");
  link.kind = PackageEntry::Kind::symlink;
  EXPECT_THAT(paths({link}), ElementsAre("`a` is a symbolic link"));
  EXPECT_THAT(paths({}), ElementsAre("it holds no files"));
  EXPECT_THAT(paths({file("a", kLargestPackage), file("b")}), ElementsAre(HasSubstr("bytes")));
  std::vector<PackageEntry> many;
  for (std::size_t i = 0; i <= kMostPackageFiles; ++i) many.push_back(file(std::to_string(i)));
  EXPECT_THAT(paths(many), ElementsAre(HasSubstr("10001 files")));
}

TEST(PackageTree, HashKnowsPathsAndContents) {
  const PackageFiles files = {{"a", content_hash("1")}, {"b", content_hash("2")}};
  const std::string hash = package_hash(files);
  EXPECT_EQ(hash, content_hash("a" + std::string(1, '\0') + content_hash("1") + "\nb" + std::string(1, '\0') +
                               content_hash("2") + "\n"));
  EXPECT_NE(hash, package_hash({{"a", content_hash("2")}, {"b", content_hash("1")}}));
  EXPECT_NE(hash, package_hash({{"a", content_hash("1")}, {"c", content_hash("2")}}));
}

TEST(PackageSource, WhatGitIsNotGiven) {
  for (const char* address :
       {"https://git.example.org/a.git", "git@git.example.org:a/b.git", "../infra",
        "ssh://git@example.org:22/a", "file:///srv/a.git", "https://user@example.org/a"})
    EXPECT_EQ(git_address_problem(address), "") << address;
  for (const char* address : {"", "-x", "--upload-pack=x", "ext::sh -c x", "ext::x", "ftp://a/b", "a b",
                              "a\nb", "https://user:secret@example.org/a", "fd::17/foo"})
    EXPECT_NE(git_address_problem(address), "") << address;
  for (const char* revision : {"main", "v1.2.3", "release/1.4", "0123456789012345678901234567890123456789"})
    EXPECT_EQ(git_revision_problem(revision), "") << revision;
  for (const char* revision :
       {"", "-x", "--all", "+main", "a:b", "a..b", "HEAD~1", "a^", "main@{1}", "a b", "*"})
    EXPECT_NE(git_revision_problem(revision), "") << revision;
}

}  // namespace
}  // namespace flux
