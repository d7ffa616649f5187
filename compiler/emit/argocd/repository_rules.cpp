#include "emit/argocd/repository_rules.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"

namespace flux::argocd {
namespace {

constexpr std::string_view kSecretType = "argocd.argoproj.io/secret-type";
/// Of `argocd-cm`; Argo CD 3 reads them no more.
constexpr std::array<std::string_view, 3> kOldKeys = {"repositories", "repository.credentials",
                                                      "helm.repositories"};

std::string_view name_of(const Document& manifest) {
  const std::string_view written = text_field(find_field(&manifest.body, "metadata"), "name");
  return written.empty() ? manifest.labels[1] : written;
}

bool is_of_argocd(const Document& manifest) {
  const std::string_view name_space = text_field(find_field(&manifest.body, "metadata"), "namespace");
  return name_of(manifest).starts_with("argocd") || name_space == "argocd";
}

/// What a Secret of a repository would hold: `type: git` beside `url: …`.
bool describes_repository(std::string_view text) {
  static const re2::RE2 kType(R"re((?m)^[-\s{]*"?type"?\s*:\s*"?(git|helm|oci)"?\s*,?\s*$)re");
  static const re2::RE2 kUrl(R"re((?m)^[-\s{]*"?url"?\s*:)re");
  return re2::RE2::PartialMatch(text, kType) && re2::RE2::PartialMatch(text, kUrl);
}

/// The value by which a ConfigMap shows that it is meant for repositories, or null.
const Value* sign_of_repositories(const Document& manifest) {
  if (const Value* label = find_field(&manifest.body, {"metadata", "labels", kSecretType})) return label;
  if (!is_of_argocd(manifest)) return nullptr;
  const bool is_settings = name_of(manifest) == "argocd-cm";
  for (const MapEntry& entry : entries_of(find_field(&manifest.body, "data"))) {
    const bool is_old =
        is_settings && std::find(kOldKeys.begin(), kOldKeys.end(), entry.key.text()) != kOldKeys.end();
    if (is_old || describes_repository(text_of(&entry.value))) return &entry.value;
  }
  return nullptr;
}

}  // namespace

void check_repositories(const Program& program, Diagnostics& diagnostics) {
  for (const Document& manifest : program.documents) {
    if (manifest.target != DocumentTarget::kubernetes || manifest.labels[0] != "ConfigMap") continue;
    const Value* sign = sign_of_repositories(manifest);
    if (sign == nullptr) continue;
    diagnostics
        .warning(Code::argocd_repository_config_map, place_of(sign, manifest.span),
                 fmt::format("Argo CD reads no repositories from {}", title_of(manifest)))
        .at("this says what a repository is, and nothing reads it here")
        .with_help(
            fmt::format("give each repository a Secret with the label `{}: repository` and its `type` and "
                        "`url`; in `std/platform`, `gitRepositories` of the service `argocd` writes them",
                        kSecretType));
  }
}

}  // namespace flux::argocd
