#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/big_stack.h"
#include "driver/compilation.h"
#include "driver/select_sources.h"
#include "tools/scaffold.h"

namespace flux {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::IsEmpty;

class Scaffold : public testing::Test {
protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "flux-scaffold-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// The environments of the project, after checking that there is not even a warning.
  std::size_t check() {
    std::size_t count = 0;
    run_on_big_stack([&] {
      DiskFileProvider files;
      Compilation compilation(files, folder_);
      add_sources(compilation, files, {folder_}, SourceSelection::all, {});
      compilation.compile({});
      for (const Diagnostic& diagnostic : compilation.diagnostics().all())
        ADD_FAILURE() << diagnostic.message;
      count = compilation.environments().size();
    });
    return count;
  }
  std::string path(const std::string& file) const { return folder_ + "/" + file; }
  std::string read(const std::string& file) const {
    std::ifstream stream(path(file));
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void write(const std::string& file, const std::string& text) { std::ofstream(path(file)) << text; }

  std::string folder_;
  Diagnostics diagnostics_;
};

TEST_F(Scaffold, MakesAProjectThatCompiles) {
  const ScaffoldResult result = init_project(folder_, diagnostics_);
  EXPECT_TRUE(diagnostics_.empty());
  EXPECT_THAT(result.written, Contains(path("flux.yaml")));
  EXPECT_THAT(result.written, Contains(path(".gitignore")));
  EXPECT_EQ(check(), 2U);
}

TEST_F(Scaffold, AddsAppsToIt) {
  init_project(folder_, diagnostics_);
  new_app(folder_, "web-service", "shop", diagnostics_);
  const ScaffoldResult result = new_app(folder_, "web-service", "blog-2", diagnostics_);
  EXPECT_TRUE(diagnostics_.empty());
  EXPECT_THAT(result.written, testing::ElementsAre(path("apps/blog-2.flux"), path("platform/apps.flux")));
  EXPECT_THAT(read("platform/apps.flux"), testing::HasSubstr("extends hello-app, shop-app, blog-2-app {"));
  EXPECT_EQ(check(), 2U);
}

TEST_F(Scaffold, OverwritesNothing) {
  write("flux.yaml", "mine");
  const ScaffoldResult result = init_project(folder_, diagnostics_);
  EXPECT_THAT(result.written, IsEmpty());
  ASSERT_EQ(diagnostics_.error_count(), 1U);
  EXPECT_EQ(diagnostics_.all()[0].code, Code::file_in_the_way);
  EXPECT_EQ(read("flux.yaml"), "mine");
  EXPECT_FALSE(fs::exists(path("envs")));
}

TEST_F(Scaffold, LeavesAnAppThatIsThere) {
  init_project(folder_, diagnostics_);
  const std::string apps = read("platform/apps.flux");
  EXPECT_THAT(new_app(folder_, "web-service", "hello", diagnostics_).written, IsEmpty());
  EXPECT_EQ(diagnostics_.error_count(), 1U);
  EXPECT_EQ(read("platform/apps.flux"), apps);
}

TEST_F(Scaffold, SaysWhatToDoInAProjectOfAnotherShape) {
  const ScaffoldResult result = new_app(folder_, "web-service", "shop", diagnostics_);
  EXPECT_TRUE(diagnostics_.empty());
  EXPECT_THAT(result.written, testing::ElementsAre(path("apps/shop.flux")));
  EXPECT_THAT(result.next, Contains(testing::HasSubstr("import { shop-app } from")));
}

TEST_F(Scaffold, TellsWhenTheDiskRefuses) {
  write("file", "");
  EXPECT_TRUE(init_project(path("file/project"), diagnostics_).machine_failed);
  EXPECT_EQ(diagnostics_.all()[0].code, Code::output_not_writable);
}

TEST(AppName, IsALabelOfKubernetes) {
  for (const char* name : {"a", "my-app", "a1"}) EXPECT_EQ(app_name_problem(name), "") << name;
  for (const char* name : {"", "1a", "-a", "a-", "A", "a_b", "a.b", "ä", "../a"})
    EXPECT_NE(app_name_problem(name), "") << name;
  EXPECT_NE(app_name_problem(std::string(60, 'a')), "");
}

}  // namespace
}  // namespace flux
