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

}  // namespace

MadeKinds::MadeKinds(const Program& program) {
  for (const Document& manifest : program.documents) {
    if (manifest.target != DocumentTarget::kubernetes) continue;
    const std::string_view kind = manifest.labels[0];
    const std::string_view written = text_field(&manifest.body, "apiVersion");
    const std::string_view version = written.empty() ? api_version_of(kind) : written;
    const std::size_t slash = version.find('/');
    const std::string_view group = slash == std::string_view::npos ? "" : version.substr(0, slash);
    folders_[manifest_folder(*manifest.owner, program.environment)].push_back(
        {&manifest, group, kind, manifest.labels[1], scope_of(kind, manifest)});
  }
}

std::span<const MadeKind> MadeKinds::in_folder(std::string_view folder) const {
  const auto found = folders_.find(folder);
  return found == folders_.end() ? std::span<const MadeKind>{} : found->second;
}

}  // namespace flux::argocd
