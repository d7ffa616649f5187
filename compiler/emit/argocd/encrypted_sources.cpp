#include "emit/argocd/encrypted_sources.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "emit/argocd/delivery.h"
#include "emit/argocd/glob.h"
#include "emit/lowering/fields.h"

namespace flux::argocd {
namespace {

/// What Argo CD takes for manifests in a folder that it applies as it is.
bool is_manifest(std::string_view path) {
  return path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".json");
}

/// The part of a path that is known before an ApplicationSet fills in the rest.
std::string_view known_part(std::string_view path) {
  path = path.substr(0, path.find("{{"));
  return path.substr(0, path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/'));
}

/// How a source reads a folder in which each file is applied.
class DirectoryReading {
public:
  explicit DirectoryReading(const Value* directory)
      : recurse_(is_true(find_field(directory, "recurse"))),
        include_(pattern(directory, "include")),
        exclude_(pattern(directory, "exclude")) {}

  /// `path` begins below the folder.
  bool reads(std::string_view path) const {
    if (!recurse_ && path.find('/') != std::string_view::npos) return false;
    if (exclude_ && exclude_->matches(path)) return false;
    return !include_ || include_->matches(path);
  }

private:
  static std::optional<Glob> pattern(const Value* directory, std::string_view field) {
    const std::string_view text = text_field(directory, field);
    if (text.empty()) return std::nullopt;
    return std::make_optional<Glob>(text);
  }

  bool recurse_;
  std::optional<Glob> include_, exclude_;
};

/// Whether the text is a file of SOPS which is no `SopsSecret`: applied, it would be the encrypted text that
/// applications get to see.
bool is_applied_encrypted(std::string_view text) {
  static const re2::RE2 metadata(R"((?m)(^|[{,]\s*)["']?sops["']?\s*:)");
  static const re2::RE2 sops_secret(R"((?m)(^|[{,]\s*)["']?kind["']?\s*:\s*["']?SopsSecret\b)");
  if (text.find("ENC[AES256_GCM,") == std::string_view::npos) return false;
  const re2::StringPiece piece(text.data(), text.size());
  return re2::RE2::PartialMatch(piece, metadata) && !re2::RE2::PartialMatch(piece, sops_secret);
}

}  // namespace

EncryptedSources::EncryptedSources(const Delivery& delivery, const OutputTree& tree, Diagnostics& diagnostics)
    : delivery_(delivery), tree_(tree), diagnostics_(diagnostics) {
  for (const auto& [path, file] : tree.files()) {
    if (is_manifest(path) && is_applied_encrypted(file.text)) files_.emplace_back(path);
  }
}

bool EncryptedSources::is_built(const std::string& folder) const {
  const auto has = [&](std::string_view name) {
    return tree_.contains(folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name));
  };
  return has("kustomization.yaml") || has("kustomization.yml") || has("Kustomization") || has("Chart.yaml");
}

void EncryptedSources::check(const ApplicationSpec& spec, const Source& source) const {
  if (files_.empty() || source.path.empty()) return;
  for (const std::string_view other : {"helm", "kustomize", "plugin"}) {
    if (find_field(source.value, other) != nullptr) return;
  }
  const bool filled_in = is_template(source.path);
  const auto folder =
      path_in_output(delivery_, source.repo_url, filled_in ? known_part(source.path) : source.path);
  const Value* directory = find_field(source.value, "directory");
  if (!folder || (directory == nullptr && (filled_in || is_built(*folder)))) return;
  const std::string below = folder->empty() ? std::string{} : *folder + "/";
  const DirectoryReading reading(directory);
  for (auto at = std::lower_bound(files_.begin(), files_.end(), below);
       at != files_.end() && at->starts_with(below); ++at) {
    // Which of the folders it will be, nobody knows: it may be the file's own.
    const std::string_view path =
        at->substr(filled_in ? std::max(at->rfind('/') + 1, below.size()) : below.size());
    if (!reading.reads(path)) continue;
    diagnostics_
        .error(Code::argocd_applies_encrypted, spec.place(find_field(source.value, "path")),
               fmt::format("{} would apply `{}` as it is, encrypted", spec.title(), *at))
        .label(tree_.files().find(*at)->second.owner, "written here")
        .note(directory != nullptr
                  ? "`directory` has Argo CD apply each file, and keeps Kustomize from running KSOPS"
                  : "Argo CD applies each file of a folder without `kustomization.yaml`")
        .with_help(
            directory != nullptr
                ? "leave `directory` out, and have an application whose path is the folder of the file; or "
                  "`exclude` "
                  "the file"
                : "deliver it by `emit kubernetes { encrypted … }`, or as a `SopsSecret` of its operator");
    return;
  }
}

}  // namespace flux::argocd
