#include "project/project_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "project/version.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ProjectFileTest : public testing::Test {
protected:
  Project parse(std::string text) {
    text_ = std::move(text);
    diagnostics_ = {};
    return parse_project(text_, FileId{0}, "0.4.2", diagnostics_);
  }
  /// The text under each diagnostic, after its code.
  std::vector<std::string> problems() const {
    std::vector<std::string> result;
    for (const Diagnostic& d : diagnostics_.all()) {
      result.push_back(std::string(code_info(d.code).code) + " " +
                       text_.substr(d.span.begin, d.span.end - d.span.begin));
    }
    return result;
  }

  std::string text_;
  Diagnostics diagnostics_;
};

TEST_F(ProjectFileTest, ReadsEveryKey) {
  const Project project = parse(R"(requires: fluxc 0.4.*
edition: 2026
output: build/out
lint: {W7101: deny, unused_import: allow, W2002: warn}
delivery:
  repository: https://git.example.org/platform.git
  revision: main
  environments:
    prod: {revision: release, path: deploy/prod}
    dev: {repository: other}
  path: live
schemas:
  proxmox: ./schemas/proxmox.schema.json.gz
dependencies:
  infra: {git: "git@git.example.org:infra.git", revision: v1, folder: ./contract}
  common: {path: ../common/}
recorded: ./envs/
)");
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_EQ(project.edition, 2026);
  EXPECT_EQ(project.output, "build/out");
  EXPECT_EQ(project.lint, (std::map<Code, LintLevel>{{Code::output_edited, LintLevel::deny},
                                                     {Code::unused_import, LintLevel::allow},
                                                     {Code::shadowed_name, LintLevel::warn}}));
  EXPECT_EQ(project.schemas.at("proxmox"), "schemas/proxmox.schema.json.gz");
  EXPECT_EQ(project.recorded, "envs");
  EXPECT_EQ(project.dependencies.at("infra").source,
            (PackageSource{"git@git.example.org:infra.git", "v1", "contract", ""}));
  EXPECT_EQ(project.dependencies.at("common").source, (PackageSource{"", "", "", "../common"}));
  const DeliverySettings prod = project.delivery_of("prod");
  EXPECT_EQ(prod.repository.text, "https://git.example.org/platform.git");
  EXPECT_EQ(prod.revision.text, "release");
  EXPECT_EQ(prod.path.text, "deploy/prod");
  EXPECT_EQ(project.delivery_of("dev").repository.text, "other");
  EXPECT_EQ(project.delivery_of("dev").path.text, "live/dev");
  EXPECT_EQ(project.delivery_of("new").revision.text, "main");
}

TEST_F(ProjectFileTest, EverythingMayBeMissing) {
  for (const char* text : {"", "# nothing\n", "{}"}) {
    const Project project = parse(text);
    EXPECT_THAT(problems(), IsEmpty());
    EXPECT_EQ(project.output, "out");
    EXPECT_EQ(project.delivery_of("prod").path.text, "out/prod");
    EXPECT_EQ(project.delivery_of("prod").revision.text, "HEAD");
    EXPECT_EQ(project.delivery_of("prod").repository.text, "");
  }
}

TEST_F(ProjectFileTest, IsClosed) {
  parse(
      "edtion: 2026\ndelivery:\n  revison: main\n  environments:\n    prod: {environments: {}}\nlint: "
      "{W71O1: warn, E1001: allow}\n");
  EXPECT_THAT(problems(), ElementsAre("E7002 edtion", "E7002 revison", "E7002 environments", "E7002 W71O1",
                                      "E7002 E1001"));
  EXPECT_THAT(diagnostics_.all()[0].help, HasSubstr("`edition`"));
  EXPECT_EQ(diagnostics_.all()[1].fixes.at(0).edits.at(0).replacement, "revision");
}

TEST_F(ProjectFileTest, ReportsWrongValues) {
  parse(
      "edition: soon\noutput: [a]\nlint: W7101\ndelivery: x\nschemas: {a: /etc/passwd, b: ''}\nrequires: "
      "0.4\n");
  EXPECT_THAT(problems(), ElementsAre("E7003 0.4", "E7003 soon", "E7003 [a]", "E7003 W7101", "E7003 x",
                                      "E7003 /etc/passwd", "E7003 ''"));
  parse("edition: 2031\noutput: ../..\nlint: {W7101: off}\ndelivery: {path: a/../../b}\n");
  EXPECT_THAT(problems(), ElementsAre("E7005 2031", "E7003 ../..", "E7003 off", "E7003 a/../../b"));
  parse("- a\n");
  EXPECT_THAT(problems(), ElementsAre("E7003 - a"));
  parse("output: a\noutput: b\n");
  EXPECT_THAT(problems(), ElementsAre("E1102 output"));
}

TEST_F(ProjectFileTest, AnotherVersionOfTheCompilerIsTheOnlyError) {
  parse("keys: of the future\nrequires: fluxc 0.5.*\n");
  EXPECT_THAT(problems(), ElementsAre("E7004 fluxc 0.5.*"));
  EXPECT_EQ(diagnostics_.all()[0].message, "the project requires fluxc 0.5.*, and this is fluxc 0.4.2");
}

TEST(Version, Patterns) {
  for (const char* pattern : {"0", "0.4", "0.4.2", "0.4.*", "0.*", "*"}) {
    EXPECT_TRUE(is_version_pattern(pattern)) << pattern;
    EXPECT_TRUE(admits_version(pattern, "0.4.2")) << pattern;
  }
  for (const char* pattern : {"", ".", "0.", "0..4", "0.4.2.1", "*.4", "v0.4", "0.4.*.", "0.04", "0.4 "}) {
    EXPECT_FALSE(is_version_pattern(pattern)) << pattern;
  }
  for (const char* pattern : {"1", "0.5", "0.4.3", "0.40", "1.*"})
    EXPECT_FALSE(admits_version(pattern, "0.4.2")) << pattern;
  EXPECT_TRUE(is_version_pattern(compiler_version()));
}

TEST(ProjectRoot, IsTheNearestFolderWithAProjectFile) {
  MemoryFileProvider files;
  files.add("/p/flux.yaml", "");
  files.add("/p/envs/prod.flux", "");
  files.add("/p/sub/flux.yaml", "");
  files.add("/q/prod.flux", "");
  files.add("flux.yaml", "");
  files.add("envs/dev.flux", "");
  EXPECT_EQ(find_project_root(files, "/p/envs/prod.flux"), "/p");
  EXPECT_EQ(find_project_root(files, "/p/sub"), "/p/sub");
  EXPECT_EQ(find_project_root(files, "/q/prod.flux"), "/q");
  EXPECT_EQ(find_project_root(files, "/q"), "/q");
  EXPECT_EQ(find_project_root(files, "envs/dev.flux"), ".");
  MemoryFileProvider empty;
  EXPECT_EQ(find_project_root(empty, "envs/dev.flux"), "envs");
}

TEST(ReadProject, FindsTheFileAtTheRoot) {
  MemoryFileProvider files;
  files.add("p/flux.yaml", "output: here\n");
  files.add("q/flux.yaml/x", "");
  SourceManager sources;
  Diagnostics diagnostics;
  const Project project = read_project(files, sources, "p", diagnostics);
  EXPECT_EQ(project.root, "p");
  EXPECT_EQ(project.output, "here");
  EXPECT_EQ(sources.path(project.file), "p/flux.yaml");
  EXPECT_FALSE(read_project(files, sources, "none", diagnostics).file.valid());
  EXPECT_TRUE(diagnostics.empty());
  read_project(files, sources, "q", diagnostics);
  ASSERT_EQ(diagnostics.all().size(), 1U);
  EXPECT_EQ(diagnostics.all()[0].code, Code::project_unreadable);
}

}  // namespace
}  // namespace flux
