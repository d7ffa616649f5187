#include "emit/emit.h"
#include "emit_documents_fixture.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class EmitProgramTest : public DocumentEmitterTest {
protected:
  EmitProgramTest() {
    delivery_ = {"https://git.company.com/apps", "main", "out/prod"};
    release("a", "{chart: c}");
    manifest("Namespace", "a", "{}");
    file("notes/read.me", "{content: \"x\"}");
    application("root", R"(
spec:
  sources:
    - {repoURL: "https://git.company.com/apps", path: out/prod/argocd}
    - {repoURL: "https://git.company.com/apps", path: out/prod/kubernetes/main/monitoring}
    - {repoURL: "https://git.company.com/apps", path: charts/a, helm: {valueFiles: [/out/prod/helm/main/a/values.yaml]}}
  destination: {name: in-cluster}
)");
  }
  std::vector<std::string> paths() const {
    std::vector<std::string> paths;
    for (const auto& [path, file] : tree_.files()) paths.push_back(path);
    return paths;
  }
};

TEST_F(EmitProgramTest, WritesAllTargetsIntoOneTree) {
  emit_program(program(), EmitSelection::all(), tree_, diagnostics_);
  EXPECT_THAT(codes(), IsEmpty());
  EXPECT_THAT(paths(), ElementsAre("argocd/root.yaml", "helm/main/a/values.yaml",
                                   "kubernetes/main/monitoring/namespace-a.yaml", "notes/read.me"));
}

TEST_F(EmitProgramTest, ASelectionIsStillCheckedAgainstTheRest) {
  emit_program(program(), {EmitTarget::argocd}, tree_, diagnostics_);
  EXPECT_THAT(codes(), IsEmpty());
  EXPECT_THAT(paths(), ElementsAre("argocd/root.yaml"));
}

TEST_F(EmitProgramTest, WhatArgoCdReadsMustBeWritten) {
  documents_.erase(documents_.begin());
  emit_program(program(), {EmitTarget::argocd}, tree_, diagnostics_);
  EXPECT_THAT(codes(), ElementsAre("E5127"));
}

TEST_F(EmitProgramTest, TargetsMayNotWriteOneFile) {
  file("helm/main/a/values.yaml", "{content: \"mine\"}");
  emit_program(program(), {EmitTarget::helm}, tree_, diagnostics_);
  EXPECT_THAT(codes(), ElementsAre("E5105"));
}

}  // namespace
}  // namespace flux
