#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/big_stack.h"
#include "driver/build_report.h"
#include "driver/compilation.h"
#include "driver/find_sources.h"
#include "driver/select_sources.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Everything that a compilation says and makes, as text.
struct Outcome {
  std::vector<std::string> diagnostics;
  std::vector<std::string> files;
};

Outcome compile(MemoryFileProvider& files, const std::vector<std::string>& paths, unsigned jobs = 1,
                std::vector<CustomLayer> layers = {}) {
  Outcome outcome;
  run_on_big_stack([&] {
    Compilation compilation(files, paths.front(), std::move(layers));
    add_sources(compilation, files, paths, SourceSelection::environments, {});
    CompileOptions options;
    options.jobs = jobs;
    for (const CompiledEnvironment& environment : compilation.compile(options)) {
      for (const auto& [path, file] : environment.tree.files()) {
        outcome.files.push_back(fmt::format("{}/{}: {}", environment.name, path, file.text));
      }
    }
    for (const Diagnostic& diagnostic : compilation.diagnostics().all()) {
      outcome.diagnostics.push_back(
          fmt::format("{} {}", code_info(diagnostic.code).code, diagnostic.message));
    }
  });
  return outcome;
}

constexpr std::string_view kTop = R"(
  type Top {
    value: int
    emit file { file "value.txt" { content = "${value} in ${key}" } }
  }
)";

TEST(Compilation, IsTheSameWithAnyNumberOfThreads) {
  MemoryFileProvider files;
  std::string text(kTop);
  for (int i = 0; i < 40; ++i) text += fmt::format("environment e{} : Top {{ value = {} }}\n", i, i);
  files.add("all.flux", text);
  const Outcome one = compile(files, {"all.flux"}, 1);
  EXPECT_THAT(one.diagnostics, IsEmpty());
  ASSERT_EQ(one.files.size(), 40U);
  EXPECT_EQ(one.files[7], "e7/value.txt: 7 in e7");
  for (const unsigned jobs : {2U, 5U, 64U}) EXPECT_EQ(compile(files, {"all.flux"}, jobs).files, one.files);
}

TEST(Compilation, SaysTheSameWithAnyNumberOfThreads) {
  MemoryFileProvider files;
  std::string text(kTop);
  for (int i = 0; i < 40; ++i) text += fmt::format("environment e{} : Top {{ value = {} / 0 }}\n", i, i);
  files.add("all.flux", text);
  const Outcome one = compile(files, {"all.flux"}, 1);
  EXPECT_EQ(one.diagnostics.size(), 40U);
  EXPECT_EQ(compile(files, {"all.flux"}, 8).diagnostics, one.diagnostics);
}

TEST(Compilation, PutsCustomLayersAboveEveryEnvironment) {
  MemoryFileProvider files;
  files.add("all.flux",
            std::string(kTop) + "environment a : Top { value = 1 }\nenvironment b : Top { value = 2 }");
  files.add("custom.yaml", "value: 3\n");
  EXPECT_THAT(compile(files, {"all.flux"}, 1, {{CustomLayer::Kind::file, "custom.yaml"}}).files,
              ElementsAre("a/value.txt: 3 in a", "b/value.txt: 3 in b"));
  EXPECT_THAT(compile(files, {"all.flux"}, 1,
                      {{CustomLayer::Kind::file, "custom.yaml"}, {CustomLayer::Kind::assignment, "value=4"}})
                  .files,
              ElementsAre("a/value.txt: 4 in a", "b/value.txt: 4 in b"));
}

TEST(Compilation, RejectsTwoEnvironmentsOfOneName) {
  MemoryFileProvider files;
  files.add("a.flux", std::string(kTop) + "environment e : Top { value = 1 }");
  files.add("b.flux", std::string(kTop) + "environment e : Top { value = 1 }");
  EXPECT_THAT(compile(files, {"a.flux", "b.flux"}).diagnostics,
              ElementsAre("E7303 two environments are called `e`"));
  EXPECT_THAT(compile(files, {"a.flux", "./a.flux"}).diagnostics, IsEmpty());
}

TEST(Compilation, RejectsAFileWithoutEnvironment) {
  MemoryFileProvider files;
  files.add("types.flux", std::string(kTop));
  EXPECT_THAT(compile(files, {"types.flux"}).diagnostics,
              ElementsAre("E7302 `types.flux` declares no environment"));
}

TEST(Compilation, RejectsAFileThatIsNotThere) {
  MemoryFileProvider files;
  EXPECT_THAT(compile(files, {"a.flux"}).diagnostics,
              ElementsAre("E7301 cannot read `a.flux`: no such file"));
}

TEST(Compilation, EmitsNothingFromAnEnvironmentWithErrors) {
  MemoryFileProvider files;
  files.add("a.flux",
            std::string(kTop) + "environment good : Top { value = 1 }\nenvironment bad : Top { valu = 1 }");
  EXPECT_THAT(compile(files, {"a.flux"}).files, IsEmpty());
}

TEST(FindSources, KnowsWhichEnvironmentsATextDeclares) {
  EXPECT_THAT(declared_environments("layer l : T { }\nenvironment a extends l { }\nenvironment b : T { }"),
              ElementsAre("a", "b"));
  EXPECT_THAT(declared_environments("// environment a\nlet environment = 1"), IsEmpty());
}

// ---- build_report
// -------------------------------------------------------------------------------------------

TEST(BuildReport, CountsByFolder) {
  OutputTree tree;
  for (const char* path : {"terraform/main/a.tf", "terraform/main/b.tf", "argocd/a.yaml", "README"})
    tree.add(path, "");
  WriteReport report;
  report.created = {"README"};
  report.changed = {"argocd/a.yaml"};
  report.unchanged = {"terraform/main/a.tf", "terraform/main/b.tf"};
  EXPECT_EQ(
      build_report("prod", "out/prod", tree, report, BuildMode::write),
      "prod: wrote 4 files to out/prod (argocd 1, files 1, terraform 2), 1 new, 1 changed, 2 unchanged\n");
  report.removed = {"helm/old.yaml"};
  EXPECT_EQ(build_report("prod", "out/prod", tree, report, BuildMode::dry_run),
            "prod: would write 4 files to out/prod (argocd 1, files 1, terraform 2), 1 new, 1 changed, 1 "
            "removed, 2 "
            "unchanged\n"
            "removes: 1 file\n  helm/old.yaml\n");
  EXPECT_EQ(build_report("prod", "out/prod", tree, report, BuildMode::check),
            "prod: out/prod is out of date\n"
            "  missing  README\n  differs  argocd/a.yaml\n  obsolete helm/old.yaml\n");
}

TEST(BuildReport, IsShortWhenNothingChanges) {
  OutputTree tree;
  tree.add("helm/a.yaml", "");
  WriteReport report;
  report.unchanged = {"helm/a.yaml"};
  EXPECT_EQ(build_report("prod", "out/prod", tree, report, BuildMode::check),
            "prod: 1 file in out/prod up to date (helm 1)\n");
}

}  // namespace
}  // namespace flux
