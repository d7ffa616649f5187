#include "emit/argocd/made_kinds.h"

#include "emit/lowering/built_in_kinds.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/manifest_folder.h"

namespace flux::argocd {
namespace {

Scope scope_of(std::string_view kind, const Document& manifest) {
  if (!api_version_of(kind).empty()) return is_cluster_wide(kind) ? Scope::cluster : Scope::namespaced;
  return find_field(&manifest.body, {"metadata", "namespace"}) != nullptr ? Scope::namespaced
                                                                          : Scope::unknown;
}

std::string_view group_of(std::string_view api_version) {
  const std::size_t slash = api_version.find('/');
  return slash == std::string_view::npos ? std::string_view{} : api_version.substr(0, slash);
}

MadeKind kind_of_manifest(const Document& manifest) {
  const std::string_view kind = manifest.labels[0];
  const std::string_view written = text_field(&manifest.body, "apiVersion");
  return {&manifest, group_of(written.empty() ? api_version_of(kind) : written), kind, manifest.labels[1],
          scope_of(kind, manifest)};
}

/// A file of SOPS is, or becomes, what it says of itself in the clear.
MadeKind kind_of_file(const Document& encrypted) {
  const Value* file = find_field(&encrypted.body, "file");
  const std::string_view name = text_field(file, "name");
  return {&encrypted, group_of(text_field(file, "apiVersion")), text_field(file, "kind"),
          name.empty() ? encrypted.labels[0] : name, Scope::namespaced};
}

}  // namespace

MadeKinds::MadeKinds(const Program& program) {
  for (const Document& document : program.documents) {
    const bool encrypted = document.target == DocumentTarget::encrypted;
    if (!encrypted && document.target != DocumentTarget::kubernetes) continue;
    folders_[manifest_folder(*document.owner, program.environment)].push_back(
        encrypted ? kind_of_file(document) : kind_of_manifest(document));
  }
}

std::span<const MadeKind> MadeKinds::in_folder(std::string_view folder) const {
  const auto found = folders_.find(folder);
  return found == folders_.end() ? std::span<const MadeKind>{} : found->second;
}

}  // namespace flux::argocd
