#include "emit/secret_catalog.h"

#include <algorithm>
#include <iterator>

#include "emit/argocd/catalog.h"
#include "emit/argocd/delivery.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/manifest_folder.h"

namespace flux {
namespace {

/// What an operator makes of its own kinds, nobody can say; of these it is known that it is no Secret.
bool may_make_secrets(std::string_view api_version) {
  constexpr std::string_view kMakeNone[] = {"argoproj.io", "cilium.io", "monitoring.coreos.com",
                                            "external-secrets.io"};
  const std::string_view group = api_version.substr(0, api_version.find('/'));
  return group.find('.') != std::string_view::npos && !group.ends_with(".k8s.io") &&
         std::find(std::begin(kMakeNone), std::end(kMakeNone), group) == std::end(kMakeNone);
}

}  // namespace

Namespaces::Namespaces(const Program& program) : environment_(program.environment) {
  const argocd::Catalog catalog = argocd::read_catalog(program, nullptr);
  for (const argocd::ApplicationSpec& spec : catalog.specs) {
    const std::string_view space = text_field(spec.destination, "namespace");
    if (space.empty() || argocd::is_template(space)) continue;
    for (const argocd::Source& source : spec.sources) {
      if (source.path.empty() || argocd::is_template(source.path)) continue;
      const auto folder = argocd::path_in_output(program.delivery, source.repo_url, source.path);
      if (folder && !folder->empty()) by_folder_.emplace(*folder, space);
    }
  }
}

std::string_view Namespaces::of(const Document& document) const {
  if (document.target == DocumentTarget::helm) return text_field(&document.body, "namespace");
  const Value* file =
      document.target == DocumentTarget::encrypted ? find_field(&document.body, "file") : nullptr;
  std::string_view written = text_field(find_field(&document.body, "metadata"), "namespace");
  if (document.target == DocumentTarget::encrypted) written = text_field(file, "namespace");
  if (document.target == DocumentTarget::provided) written = text_field(&document.body, "namespace");
  if (!written.empty()) return written;
  std::string folder = manifest_folder(*document.owner, environment_);
  for (;;) {
    if (const auto found = by_folder_.find(folder); found != by_folder_.end()) return found->second;
    const std::size_t slash = folder.rfind('/');
    if (slash == std::string::npos) return {};
    folder.resize(slash);
  }
}

SecretCatalog::SecretCatalog(const Program& program, const Namespaces& namespaces) {
  for (const Document& document : program.documents) add(document, namespaces);
}

void SecretCatalog::add(const Document& document, const Namespaces& namespaces) {
  const bool manifest = document.target == DocumentTarget::kubernetes && document.labels.size() == 2;
  if (!manifest && document.target != DocumentTarget::encrypted &&
      document.target != DocumentTarget::provided)
    return;
  Space& space = clusters_[document.owner->cluster][namespaces.of(document)];
  if (document.target == DocumentTarget::encrypted) {
    add_file(document, space);
  } else if (document.target == DocumentTarget::provided) {
    const Value* keys = find_field(&document.body, "keys");
    Secret& secret = add_keys(space, document.labels[1], keys);
    secret.open |= keys == nullptr;
  } else {
    add_manifest(document, space);
  }
}

SecretCatalog::Secret& SecretCatalog::add_keys(Space& space, std::string_view name, const Value* keys) {
  Secret& secret = space.secrets[name];
  for (const MapEntry& entry : entries_of(keys)) secret.keys.insert(entry.key.text());
  for (const Value& key : items_of(keys)) secret.keys.insert(text_of(&key));
  return secret;
}

void SecretCatalog::add_manifest(const Document& document, Space& space) {
  const Value* body = &document.body;
  const std::string_view kind = document.labels[0];
  const std::string_view written = text_field(find_field(body, "metadata"), "name");
  const std::string_view name = written.empty() ? document.labels[1] : written;
  if (kind == "Secret") {
    add_keys(space, name, find_field(body, "data"));
    add_keys(space, name, find_field(body, "stringData"));
  } else if (kind == "ExternalSecret") {
    const Value* spec = find_field(body, "spec");
    const std::string_view target = text_field(find_field(spec, "target"), "name");
    const Value* made = find_field(spec, {"target", "template", "data"});
    Secret& secret = add_keys(space, target.empty() ? name : target, made);
    for (const Value& entry : items_of(find_field(spec, "data")))
      secret.keys.insert(text_field(&entry, "secretKey"));
    secret.open |= find_field(spec, "dataFrom") != nullptr ||
                   find_field(spec, {"target", "template", "templateFrom"}) != nullptr;
  } else if (kind == "SopsSecret") {
    for (const Value& made : items_of(find_field(body, {"spec", "secretTemplates"}))) {
      add_keys(space, text_field(&made, "name"), find_field(&made, "data"));
      add_keys(space, text_field(&made, "name"), find_field(&made, "stringData"));
    }
  } else if (kind == "SealedSecret") {
    add_keys(space, name, find_field(body, {"spec", "encryptedData"})).open |=
        find_field(body, {"spec", "template", "data"}) != nullptr;
  } else if (kind == "Certificate") {
    Secret& secret = space.secrets[text_field(find_field(body, "spec"), "secretName")];
    secret.keys.insert({"tls.crt", "tls.key", "ca.crt"});
    secret.open = true;  // keystores
  } else if (may_make_secrets(text_field(body, "apiVersion"))) {
    space.open = true;
  }
}

void SecretCatalog::add_file(const Document& document, Space& space) {
  const Value* secrets = find_field(&document.body, {"file", "secrets"});
  space.open |= secrets == nullptr;
  for (const MapEntry& entry : entries_of(secrets)) add_keys(space, entry.key.text(), &entry.value);
}

std::vector<const SecretCatalog::Space*> SecretCatalog::candidates(std::string_view cluster,
                                                                   std::string_view space) const {
  std::vector<const Space*> found;
  for (const auto& [of_cluster, spaces] : clusters_) {
    if (!cluster.empty() && !of_cluster.empty() && of_cluster != cluster) continue;
    for (const auto& [name, candidate] : spaces) {
      if (space.empty() || name.empty() || name == space) found.push_back(&candidate);
    }
  }
  return found;
}

const SecretCatalog::Secret* SecretCatalog::find(std::string_view cluster, std::string_view space,
                                                 std::string_view name) const {
  for (const Space* candidate : candidates(cluster, space)) {
    if (const auto found = candidate->secrets.find(name); found != candidate->secrets.end())
      return &found->second;
  }
  return nullptr;
}

bool SecretCatalog::is_open(std::string_view cluster, std::string_view space) const {
  for (const Space* candidate : candidates(cluster, space)) {
    if (candidate->open) return true;
  }
  return false;
}

std::vector<std::string_view> SecretCatalog::names(std::string_view cluster, std::string_view space) const {
  std::vector<std::string_view> names;
  for (const Space* candidate : candidates(cluster, space)) {
    for (const auto& [name, secret] : candidate->secrets) names.push_back(name);
  }
  return names;
}

}  // namespace flux
