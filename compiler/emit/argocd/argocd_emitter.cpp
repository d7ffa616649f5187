#include "emit/argocd/argocd_emitter.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "emit/argocd/annotations.h"
#include "emit/argocd/application_rules.h"
#include "emit/argocd/application_set_rules.h"
#include "emit/argocd/bridged_application.h"
#include "emit/argocd/catalog.h"
#include "emit/argocd/project_rules.h"
#include "emit/argocd/repository_rules.h"
#include "emit/argocd/role_rules.h"
#include "emit/argocd/sync_waves.h"
#include "emit/lowering/document_writer.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/manifest.h"

namespace flux {
namespace argocd {
namespace {

constexpr std::string_view kApiVersion = "argoproj.io/v1alpha1";
constexpr std::string_view kHealthKey = "resource.customizations.health.argoproj.io_Application";

/// The status that the Application reports of itself; without it Argo CD takes an Application for healthy at
/// once.
constexpr std::string_view kHealthCheck = R"lua(local health = { status = "Progressing", message = "" }
if obj.status ~= nil and obj.status.health ~= nil then
  health.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    health.message = obj.status.health.message
  end
end
return health
)lua";

std::string_view kind_of(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::application:
      return "Application";
    case ResourceKind::application_set:
      return "ApplicationSet";
    case ResourceKind::project:
      return "AppProject";
  }
  return {};
}

void check(const Catalog& catalog, const Program& program, Diagnostics& diagnostics) {
  for (const ResourceList* resources : {&catalog.applications, &catalog.sets, &catalog.projects}) {
    for (const Resource& resource : *resources)
      check_metadata(*resource.document, resource.metadata, diagnostics);
  }
  for (const Document& document : program.documents) {
    if (document.target != DocumentTarget::kubernetes) continue;
    check_metadata(document, find_field(&document.body, "metadata"), diagnostics);
  }
  for (const Resource& set : catalog.sets) {
    check_metadata(*set.document, find_field(set.spec, {"template", "metadata"}), diagnostics);
    check_application_set(set, diagnostics);
  }
  for (const ApplicationSpec& spec : catalog.specs) check_application(spec, diagnostics);
  for (const Resource& project : catalog.projects) check_roles(project, diagnostics);
  check_projects(catalog, program, diagnostics);
  check_repositories(program, diagnostics);
}

class ArgocdEmitter {
public:
  ArgocdEmitter(const Program& program, OutputTree& tree, Diagnostics& diagnostics)
      : program_(program), writer_(program, tree, diagnostics) {}

  void write_application(const Resource& application, const Wave& wave) {
    const Value* annotations = find_field(application.metadata, "annotations");
    Value with_wave;
    if (wave.computed) {
      const Value number = Value::string(arena_.copy_text(fmt::format("{}", wave.number)));
      with_wave = with_field(annotations, kSyncWave, number, arena_);
      annotations = &with_wave;
    }
    if (application.document->bridge != nullptr) {
      Resource set = application;
      set.kind = ResourceKind::application_set;
      return write(set, bridged_application_set(application, annotations, arena_));
    }
    Value body = without_field(application.document->body, "dependsOn", arena_);
    if (wave.computed) {
      const Value metadata = with_field(application.metadata, "annotations", *annotations, arena_);
      body = with_field(&body, "metadata", metadata, arena_);
    }
    write(application, body);
  }

  void write_set(const Resource& set) {
    write(set, with_field(&set.document->body, "spec", with_go_template(*set.spec, arena_), arena_));
  }

  void write(const Resource& resource, const Value& body) {
    const ManifestHead head{kApiVersion, kind_of(resource.kind), resource.name};
    writer_.add_yaml(*resource.document, fmt::format("argocd/{}.yaml", resource.name),
                     make_manifest(head, body, arena_));
  }

  /// In the namespace of the applications, which is Argo CD's own.
  void write_health_check(const Resource& application) {
    const Document& document = *application.document;
    const Value labels = with_field(nullptr, "app.kubernetes.io/part-of", Value::string("argocd"), arena_);
    const std::string_view written = text_field(application.metadata, "namespace");
    Value metadata = with_field(nullptr, "name", Value::string("argocd-cm"), arena_);
    metadata =
        with_field(&metadata, "namespace", Value::string(written.empty() ? "argocd" : written), arena_);
    metadata = with_field(&metadata, "labels", labels, arena_);
    const Value data = with_field(nullptr, kHealthKey, Value::string(kHealthCheck), arena_);
    Value body = with_field(nullptr, "metadata", metadata, arena_);
    body = with_field(&body, "data", data, arena_);
    writer_.add_companion_yaml(document, "argocd/bootstrap/argocd-cm.yaml",
                               make_manifest({"v1", "ConfigMap", "argocd-cm"}, body, arena_));
  }

  /// Whether the program's own `argocd-cm` says what a healthy Application is.
  bool has_health_check() const {
    return std::any_of(program_.documents.begin(), program_.documents.end(), [](const Document& document) {
      return document.target == DocumentTarget::kubernetes && document.labels.size() == 2 &&
             document.labels[0] == "ConfigMap" && document.labels[1] == "argocd-cm" &&
             find_field(&document.body, {"data", kHealthKey}) != nullptr;
    });
  }

private:
  const Program& program_;
  DocumentWriter writer_;
  Arena arena_;
};

}  // namespace
}  // namespace argocd

void emit_argocd(const Program& program, OutputTree& tree, Diagnostics& diagnostics) {
  const argocd::Catalog catalog = argocd::read_catalog(program, &diagnostics);
  argocd::check(catalog, program, diagnostics);
  const std::vector<argocd::Wave> waves = argocd::plan_waves(catalog, diagnostics);

  argocd::ArgocdEmitter emitter(program, tree, diagnostics);
  for (const argocd::Resource& project : catalog.projects) {
    if (!project.is_extern) emitter.write(project, project.document->body);
  }
  for (std::size_t i = 0; i < waves.size(); ++i) emitter.write_application(catalog.applications[i], waves[i]);
  for (const argocd::Resource& set : catalog.sets) emitter.write_set(set);
  // Whose the projects are, is Argo CD.
  const bool foreign = std::ranges::any_of(catalog.projects, &argocd::Resource::is_extern);
  if (argocd::has_several_waves(waves) && !foreign && !emitter.has_health_check()) {
    emitter.write_health_check(catalog.applications[0]);
  }
}

}  // namespace flux
