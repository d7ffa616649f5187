#include "emit/argocd/argocd_emitter.h"
#include "emit/argocd/glob.h"
#include "emit_documents_fixture.h"

namespace flux {
namespace {

using argocd::Glob;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ArgocdProjectsTest : public DocumentEmitterTest {
protected:
  /// What is said about one application of the project `team`.
  std::vector<std::string> judge(
      const std::string& project_spec, const std::string& more = "",
      const std::string& destination = "{server: \"https://kubernetes.default.svc\", namespace: app-a}",
      const std::string& repository = "https://git.company.com/team/apps.git") {
    documents_.clear();
    diagnostics_ = {};
    tree_ = {};
    project("team", "{spec: " + project_spec + "}");
    application("a", "{spec: {project: team, source: {repoURL: \"" + repository +
                         "\", path: envs}, destination: " + destination + more + "}}");
    emit_argocd(program(), tree_, diagnostics_);
    return codes();
  }
  static std::string rules(const std::string& sources, const std::string& destinations,
                           const std::string& more = "") {
    return "{sourceRepos: [" + sources + "], destinations: [" + destinations + "]" + more + "}";
  }
  static constexpr const char* kAnywhere = "{server: \"*\", namespace: \"*\"}";
};

TEST_F(ArgocdProjectsTest, GlobsMatchAsArgoCdDoes) {
  EXPECT_TRUE(Glob("app-*").matches("app-a/b"));
  EXPECT_FALSE(Glob("https://git/*", '/').matches("https://git/team/apps"));
  EXPECT_TRUE(Glob("https://git/**", '/').matches("https://git/team/apps"));
  EXPECT_TRUE(Glob("{dev,prod}-[!x-z]?").matches("prod-ab"));
  EXPECT_FALSE(Glob("{dev,prod}-[!x-z]?").matches("prod-xb"));
  EXPECT_TRUE(Glob("a.b").matches("a.b"));
  EXPECT_FALSE(Glob("a.b").matches("aXb"));
  EXPECT_FALSE(Glob("[").matches("["));
  EXPECT_TRUE(Glob("ä*").matches("äö"));
  EXPECT_TRUE(Glob(std::string(100'000, '*')).matches("x"));
}

TEST_F(ArgocdProjectsTest, SourcesAreAdmittedByGlob) {
  EXPECT_THAT(judge(rules("\"https://GIT.company.com/team/*\"", kAnywhere)), IsEmpty());
  EXPECT_THAT(judge(rules("\"*\"", kAnywhere)), IsEmpty());
  EXPECT_THAT(judge(rules("\"https://git.company.com/*\"", kAnywhere)), ElementsAre("E5121", "W5105"));
  EXPECT_THAT(judge(rules("", kAnywhere)), ElementsAre("E5121"));
  EXPECT_THAT(judge(rules("\"*\", \"!https://git.company.com/team/**\"", kAnywhere)), ElementsAre("E5121"));
}

TEST_F(ArgocdProjectsTest, DestinationsAreAdmittedByGlob) {
  const std::string own = "server: \"https://kubernetes.default.svc\"";
  EXPECT_THAT(judge(rules("\"*\"", "{" + own + ", namespace: \"app-*\"}")), IsEmpty());
  EXPECT_THAT(judge(rules("\"*\"", "{name: in-cluster, namespace: \"app-*\"}")), IsEmpty());
  EXPECT_THAT(judge(rules("\"*\"", "{" + own + ", namespace: \"team-*\"}")), ElementsAre("E5122", "W5105"));
  EXPECT_THAT(judge(rules("\"*\"", std::string(kAnywhere) + ", {server: \"*\", namespace: \"!app-*\"}")),
              ElementsAre("E5122"));
  // The same cluster may be meant in other words.
  EXPECT_THAT(judge(rules("\"*\"", "{name: edge, namespace: \"*\"}"), "",
                    "{server: \"https://10.0.0.1\", namespace: n}"),
              IsEmpty());
}

TEST_F(ArgocdProjectsTest, AnErrorShowsTheRuleThatDenies) {
  judge(rules("\"*\", \"!https://git.company.com/**\"", kAnywhere));
  const Diagnostic& error = diagnostics_.all().at(0);
  EXPECT_EQ(error.message,
            "the project `team` does not admit the source `https://git.company.com/team/apps.git` of "
            "application `a`");
  EXPECT_EQ(error.span.file, FileId{1});
  EXPECT_EQ(error.labels[0].span.file, FileId{0});
  EXPECT_THAT(error.labels[0].text, HasSubstr("denied here"));
}

TEST_F(ArgocdProjectsTest, ProjectsMustBeDeclared) {
  project("platform", rules("", ""));
  application("a",
              "{spec: {project: platfrom, source: {repoURL: r, path: p}, destination: {name: in-cluster}}}");
  emit_argocd(program(), tree_, diagnostics_);
  ASSERT_THAT(codes(), testing::Contains("E5120"));
}

TEST_F(ArgocdProjectsTest, UnusedPermissionsAreReported) {
  EXPECT_THAT(
      judge(rules("\"*\", \"https://other.com/x\"", std::string(kAnywhere) + ", {server: s, namespace: n}")),
      ElementsAre("W5105", "W5105"));
  documents_.clear();
  diagnostics_ = {};
  project("idle", "{spec: " + rules("\"*\"", kAnywhere) + "}");
  emit_argocd(program(), tree_, diagnostics_);
  EXPECT_THAT(codes(), ElementsAre("W5105"));
}

TEST_F(ArgocdProjectsTest, ATemplateMayUseAnyPermission) {
  project("team", "{spec: " + rules("\"https://a.com/x\"", "{server: s, namespace: n}") + "}");
  application_set("s",
                  "{spec: {generators: [{clusters: {}}], template: {spec: {project: \"{{ .p }}\", "
                  "source: {repoURL: \"{{ .r }}\", path: p}, destination: {name: \"{{ .n }}\"}}}}}");
  emit_argocd(program(), tree_, diagnostics_);
  EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(ArgocdProjectsTest, AnAppOfAppsNeedsTheKindsOfArgoCd) {
  delivery_ = {"https://git.company.com/team/apps", "main", "out/prod"};
  const auto judge_app_of_apps = [&](const std::string& kinds) {
    documents_.clear();
    diagnostics_ = {};
    tree_ = {};
    project("team", "{spec: " + rules("\"*\"", kAnywhere, kinds) + "}");
    application("root",
                "{spec: {project: team, source: {repoURL: \"https://git.company.com/team/apps\", path: "
                "out/prod/argocd}, "
                "destination: {name: in-cluster, namespace: argocd}}}");
    emit_argocd(program(), tree_, diagnostics_);
    return codes();
  };
  EXPECT_THAT(judge_app_of_apps(""), IsEmpty());
  EXPECT_THAT(judge_app_of_apps(", namespaceResourceWhitelist: [{group: \"argoproj.io\", kind: \"*\"}]"),
              IsEmpty());
  EXPECT_THAT(judge_app_of_apps(", namespaceResourceWhitelist: [{group: apps, kind: \"*\"}]"),
              ElementsAre("E5123"));
  EXPECT_THAT(judge_app_of_apps(", namespaceResourceBlacklist: [{group: \"*\", kind: AppProject}]"),
              ElementsAre("E5123"));
}

TEST_F(ArgocdProjectsTest, CreatingTheNamespaceMustBeAdmitted) {
  const std::string creates = ", syncPolicy: {syncOptions: [CreateNamespace=true]}";
  EXPECT_THAT(judge(rules("\"*\"", kAnywhere), creates), ElementsAre("W5106"));
  EXPECT_THAT(judge(rules("\"*\"", kAnywhere, ", clusterResourceWhitelist: [{group: \"\", kind: Namespace}]"),
                    creates),
              IsEmpty());
  EXPECT_THAT(judge(rules("\"*\"", kAnywhere,
                          ", clusterResourceWhitelist: [{group: \"\", kind: Namespace, name: \"x-*\"}]"),
                    creates),
              ElementsAre("W5106"));
}

TEST_F(ArgocdProjectsTest, DeliveredPathsMustBeWritten) {
  delivery_ = {"https://git.company.com/apps", "main", "out/prod"};
  application("a", R"(
spec:
  sources:
    - {repoURL: "https://git.company.com/apps.git", ref: values, targetRevision: main}
    - repoURL: https://charts.jetstack.io
      chart: cert-manager
      targetRevision: v1.16.2
      helm: {valueFiles: [$values/out/prod/helm/main/a/values.yaml, $values/out/prod/helm/main/b/values.yaml,
                          $values/elsewhere/c.yaml]}
    - {repoURL: "https://git.company.com/apps", path: out/prod/argocd}
    - {repoURL: "https://git.company.com/apps", path: out/prod/argcd}
  destination: {name: in-cluster}
)");
  file("helm/main/a/values.yaml", "{}");
  tree_.add("helm/main/a/values.yaml", "{}\n", {});
  emit_argocd(program(), tree_, diagnostics_);
  check_delivered_paths(program(), tree_, diagnostics_);
  ASSERT_THAT(codes(), ElementsAre("E5127", "E5127"));
  EXPECT_THAT(diagnostics_.all()[0].message, HasSubstr("out/prod/helm/main/b/values.yaml"));
  EXPECT_THAT(diagnostics_.all()[1].message, HasSubstr("out/prod/argcd"));
}

}  // namespace
}  // namespace flux
