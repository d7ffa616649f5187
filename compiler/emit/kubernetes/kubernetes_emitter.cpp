#include "emit/kubernetes/kubernetes_emitter.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "emit/kubernetes/encrypted_files.h"
#include "emit/lowering/built_in_kinds.h"
#include "emit/lowering/document_writer.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"
#include "emit/lowering/manifest.h"
#include "emit/lowering/manifest_folder.h"

namespace flux {
namespace {

std::string lower_case(std::string_view text) {
  std::string lowered{text};
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lowered;
}

/// The body's own `apiVersion`, else that of a built-in kind; empty when an error was reported.
std::string_view find_api_version(const Document& manifest, Diagnostics& diagnostics) {
  const std::string_view kind = manifest.labels[0];
  if (const std::string_view written = text_field(&manifest.body, "apiVersion"); !written.empty())
    return written;
  const std::string_view known = api_version_of(kind);
  if (!known.empty()) return known;
  Diagnostic& error =
      diagnostics.error(Code::unknown_manifest_kind, manifest.span,
                        fmt::format("{} has no `apiVersion`, and `{}` is no kind of Kubernetes' own",
                                    title_of(manifest), kind));
  const auto meant = closest(kind, built_in_kinds());
  error.with_help(meant ? fmt::format("did you mean `{}`? else set `apiVersion`", *meant)
                        : "set `apiVersion`");
  return {};
}

bool check_names(const Document& manifest, std::string_view folder, Diagnostics& diagnostics) {
  const std::string_view kind = manifest.labels[0], name = manifest.labels[1];
  // Roles and their bindings may be called anything that is one step of a path: `system:node`.
  const bool any_name = api_version_of(kind).starts_with("rbac.");
  const bool nameable = any_name ? is_path_step(name) : is_object_name(name);
  if (!nameable || !is_path_step(kind) || !is_path_step(folder)) {
    diagnostics
        .error(Code::invalid_object_name, manifest.span,
               fmt::format("{} cannot be named so", title_of(manifest)))
        .with_help("use lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit");
    return false;
  }
  const Value* written = find_field(&manifest.body, "kind");
  if (written != nullptr && text_of(written) != kind) {
    diagnostics
        .error(Code::document_shape, place_of(written, manifest.span),
               fmt::format("{} sets another `kind`: {}", title_of(manifest), describe(*written)))
        .with_help("leave `kind` out: the label says it");
    return false;
  }
  return true;
}

}  // namespace

void emit_kubernetes(const Program& program, OutputTree& tree, Diagnostics& diagnostics) {
  DocumentWriter writer(program, tree, diagnostics);
  Arena arena;
  for (const Document& manifest : program.documents) {
    if (manifest.target != DocumentTarget::kubernetes) continue;
    const std::string folder = object_folder(*manifest.owner, program.environment);
    if (!check_names(manifest, folder, diagnostics)) continue;
    const std::string_view api_version = find_api_version(manifest, diagnostics);
    if (api_version.empty()) continue;
    const std::string_view kind = manifest.labels[0], name = manifest.labels[1];
    writer.add_yaml(manifest,
                    fmt::format("{}/{}-{}.yaml", manifest_folder(*manifest.owner, program.environment),
                                lower_case(kind), name),
                    make_manifest({api_version, kind, name}, manifest.body, arena));
  }
  emit_encrypted_files(program, writer, tree, diagnostics);
}

}  // namespace flux
