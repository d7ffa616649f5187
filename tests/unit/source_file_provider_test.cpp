#include "source/file_provider.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace flux {
namespace {

namespace fs = std::filesystem;

class DiskFileProviderTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "flux-source-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = fs::canonical(name).string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + '/' + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  ReadError::Kind failure(const std::string& file) {
    const auto result = provider_.read(file);
    const auto* error = std::get_if<ReadError>(&result);
    EXPECT_NE(error, nullptr) << file;
    reason_ = error == nullptr ? "" : error->reason;
    return error == nullptr ? ReadError::Kind::io : error->kind;
  }

  DiskFileProvider provider_;
  std::string folder_;
  std::string reason_;
};

TEST_F(DiskFileProviderTest, ReadsWholeFiles) {
  const std::string text = std::string("a\0b\n", 4) + std::string(100'000, 'x');
  write("a.flux", text);
  write("empty.flux", "");
  EXPECT_EQ(std::get<std::string>(provider_.read(path("a.flux"))), text);
  EXPECT_EQ(std::get<std::string>(provider_.read(path("empty.flux"))), "");
}

TEST_F(DiskFileProviderTest, ReadsFilesThatHideTheirSize) {
  if (!fs::exists("/proc/self/status")) GTEST_SKIP();
  EXPECT_FALSE(std::get<std::string>(provider_.read("/proc/self/status")).empty());
}

TEST_F(DiskFileProviderTest, SaysWhyAFileCannotBeRead) {
  write("a.flux", "");
  EXPECT_EQ(failure(path("none")), ReadError::Kind::not_found);
  EXPECT_EQ(reason_, "no such file");
  EXPECT_EQ(failure(path("a.flux/b")), ReadError::Kind::not_found);
  EXPECT_EQ(failure(""), ReadError::Kind::not_found);
  EXPECT_EQ(failure(path("a.flux") + std::string("\0b", 2)), ReadError::Kind::not_found);
  EXPECT_EQ(failure(folder_), ReadError::Kind::is_directory);
  EXPECT_EQ(reason_, "it is a directory");
  EXPECT_EQ(failure(path(std::string(5000, 'n'))), ReadError::Kind::io);
  EXPECT_EQ(reason_, "the name is too long");
}

TEST_F(DiskFileProviderTest, NeverWaitsForAFifoOrADevice) {
  ASSERT_EQ(mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(failure(path("fifo")), ReadError::Kind::io);
  EXPECT_EQ(reason_, "it is not a regular file");
  EXPECT_EQ(failure("/dev/zero"), ReadError::Kind::io);
}

TEST_F(DiskFileProviderTest, RefusesLoopsOfSymbolicLinks) {
  fs::create_symlink(path("two"), path("one"));
  fs::create_symlink(path("one"), path("two"));
  EXPECT_EQ(failure(path("one")), ReadError::Kind::loop);
  EXPECT_FALSE(provider_.is_file(path("one")));
}

TEST_F(DiskFileProviderTest, RefusesLargeFilesWithTheirSize) {
  write("large", "");
  fs::resize_file(path("large"), kLargestFile + 1);
  EXPECT_EQ(failure(path("large")), ReadError::Kind::too_large);
  EXPECT_EQ(reason_, "it has 67108865 bytes, more than the 67108864 that a file may have");
}

TEST_F(DiskFileProviderTest, ReportsMissingPermission) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  write("secret", "x");
  fs::permissions(path("secret"), fs::perms::none);
  EXPECT_EQ(failure(path("secret")), ReadError::Kind::denied);
}

TEST_F(DiskFileProviderTest, ListsRegularFilesSorted) {
  write("b", "");
  write("a", "");
  fs::create_directory(path("folder"));
  fs::create_symlink(path("a"), path("link"));
  EXPECT_EQ(provider_.list(folder_), (std::vector<std::string>{path("a"), path("b"), path("link")}));
  EXPECT_TRUE(provider_.list(path("none")).empty());
  EXPECT_TRUE(provider_.is_directory(path("folder")));
  EXPECT_FALSE(provider_.is_file(path("folder")));
}

TEST_F(DiskFileProviderTest, CanonicalFollowsLinks) {
  write("a", "");
  fs::create_symlink(path("a"), path("link"));
  EXPECT_EQ(provider_.canonical(path("link")), path("a"));
  EXPECT_EQ(provider_.canonical(path("./none/../x")), path("x"));
}

TEST(MemoryFileProvider, KeepsFilesByNormalisedPath) {
  MemoryFileProvider provider;
  provider.add("./envs/prod.flux", "prod");
  provider.add("envs/sub/x.flux", "x");
  provider.add("main.flux", "main");
  EXPECT_EQ(std::get<std::string>(provider.read("envs/../envs//prod.flux")), "prod");
  EXPECT_EQ(std::get<ReadError>(provider.read("none")).kind, ReadError::Kind::not_found);
  EXPECT_EQ(std::get<ReadError>(provider.read("envs")).kind, ReadError::Kind::is_directory);
  EXPECT_TRUE(provider.is_file("main.flux"));
  EXPECT_TRUE(provider.is_directory("envs/sub"));
  EXPECT_TRUE(provider.is_directory("."));
  EXPECT_FALSE(provider.is_directory("env"));
  EXPECT_EQ(provider.list("envs"), std::vector<std::string>{"envs/prod.flux"});
  EXPECT_EQ(provider.list("."), std::vector<std::string>{"main.flux"});
}

TEST(Paths, Normalise) {
  EXPECT_EQ(normalise_path(""), ".");
  EXPECT_EQ(normalise_path("a/.."), ".");
  EXPECT_EQ(normalise_path("./a//b/./c/"), "a/b/c");
  EXPECT_EQ(normalise_path("../../a/../b"), "../../b");
  EXPECT_EQ(normalise_path("/../a"), "/a");
  EXPECT_EQ(normalise_path("/"), "/");
}

TEST(Paths, ResolveBeside) {
  EXPECT_EQ(resolve_beside("envs/prod.flux", "../apps.flux"), "apps.flux");
  EXPECT_EQ(resolve_beside("prod.flux", "x/apps.flux"), "x/apps.flux");
  EXPECT_EQ(resolve_beside("/p/prod.flux", "apps.flux"), "/p/apps.flux");
  EXPECT_EQ(resolve_beside("/p/prod.flux", "/q/apps.flux"), "/q/apps.flux");
}

}  // namespace
}  // namespace flux
