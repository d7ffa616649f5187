#include "emit/helm/helm_emitter.h"

#include <fmt/format.h>

#include <array>

#include "emit/lowering/document_writer.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/known_fields.h"
#include "emit/lowering/lower_value.h"
#include "emit/lowering/manifest.h"

namespace flux {
namespace {

constexpr std::array<std::string_view, 8> kReleaseFields = {"chart",     "repo",   "repository", "version",
                                                            "namespace", "values", "cluster",    "bootstrap"};

/// Helm's own limit: the name and a suffix must fit a label.
constexpr std::size_t kLongestReleaseName = 53;

bool check_release(const Document& release, Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.error_count();
  const std::string_view name = release.labels[0];
  if (!is_object_name(name) || name.size() > kLongestReleaseName) {
    diagnostics
        .error(Code::invalid_object_name, release.span,
               fmt::format("`{}` is no name for a Helm release", name))
        .with_help("use lower-case letters, digits, `-` and `.`, at most 53 of them");
  }
  check_known_fields(release, kReleaseFields, diagnostics);
  if (text_field(&release.body, "chart").empty()) {
    diagnostics
        .error(Code::document_shape, release.span, fmt::format("{} names no `chart`", title_of(release)))
        .with_help("set `chart` to the chart's name in its repository, or to its path");
  }
  const Value* values = find_field(&release.body, "values");
  const bool unreadable =
      values != nullptr && !values->is(ValueKind::map) && !values->is_poison() && !values->is_deferred();
  if (unreadable) {
    diagnostics.error(
        Code::document_shape, place_of(values, release.span),
        fmt::format("`values` of {} is {}, not a map", title_of(release), kind_phrase(*values)));
  }
  return diagnostics.error_count() == errors;
}

}  // namespace

void emit_helm(const Program& program, OutputTree& tree, Diagnostics& diagnostics) {
  static constexpr MapValue kNoValues{};
  DocumentWriter writer(program, tree, diagnostics);
  for (const Document& release : program.documents) {
    if (release.target != DocumentTarget::helm || !check_release(release, diagnostics)) continue;
    const std::string_view set = text_field(&release.body, "cluster");
    const std::string_view cluster = cluster_folder(set.empty() ? release.owner->cluster : set);
    const Value* values = find_field(&release.body, "values");
    writer.add_yaml(release, fmt::format("helm/{}/{}/values.yaml", cluster, release.labels[0]),
                    values == nullptr ? Value::map(&kNoValues) : *values, "values");
  }
}

}  // namespace flux
