#include "emit/argocd/application_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "diagnostics/suggest.h"
#include "emit/argocd/sync_options.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"

namespace flux::argocd {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Argo CD fills these into value paths itself: `$ARGOCD_APP_NAME`, `$KUBE_VERSION`.
bool is_build_variable(std::string_view name) {
  return name.starts_with("ARGOCD_") || name.starts_with("KUBE_");
}

/// A duration of a retry, in nanoseconds: what Go reads, or a bare number of seconds. Nothing when Argo CD
/// cannot.
struct RetryDuration {
  std::optional<std::int64_t> amount;
  bool readable = false;
};

RetryDuration read_retry_duration(const Value& value) {
  const std::string text = value.is(ValueKind::quantity)  ? spell_for_kubernetes(value.as_quantity())
                           : value.is(ValueKind::integer) ? fmt::format("{}", value.as_int())
                                                          : std::string{text_of(&value)};
  const bool bare = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
  const QuantityResult read = parse_quantity(bare ? text + "s" : text, Dimension::duration);
  // Go knows nothing longer than an hour.
  return {read.amount, read.amount.has_value() && text.find_first_of("dwy") == std::string::npos};
}

class ApplicationCheck {
public:
  ApplicationCheck(const ApplicationSpec& spec, Diagnostics& diagnostics)
      : spec_(spec), diagnostics_(diagnostics) {}

  void run() {
    check_destination();
    check_sources();
    check_sync_policy();
  }

private:
  Diagnostic& error(Code code, const Value* at, std::string message) {
    return diagnostics_.error(code, spec_.place(at), std::move(message));
  }

  void check_destination() {
    const Value* server = find_field(spec_.destination, "server");
    const Value* name = find_field(spec_.destination, "name");
    if (server != nullptr && name != nullptr) {
      error(Code::argocd_destination, name, fmt::format("{} names its cluster twice", spec_.title()))
          .at("by name here")
          .label(spec_.place(server), "by address here")
          .with_help("keep one of `destination.server` and `destination.name`");
    } else if (server == nullptr && name == nullptr) {
      error(Code::argocd_destination, spec_.destination,
            fmt::format("{} does not say which cluster", spec_.title()))
          .with_help("set `destination.server` or `destination.name`");
    }
  }

  void check_sources() {
    const Value* source = find_field(spec_.value, "source");
    const Value* sources = find_field(spec_.value, "sources");
    if (spec_.several && source != nullptr) {
      diagnostics_
          .warning(Code::argocd_source_ignored, spec_.place(source),
                   fmt::format("`source` of {} is ignored", spec_.title()))
          .label(spec_.place(sources), "because `sources` is set here")
          .with_help("keep one of them");
    }
    const bool hydrated = find_field(spec_.value, "sourceHydrator") != nullptr;
    if (spec_.sources.empty() && !hydrated) {
      error(Code::argocd_source, sources, fmt::format("{} has no source", spec_.title()))
          .with_help("set `source`, or `sources` for several");
    }
    std::vector<std::string_view> refs;
    for (const Source& one : spec_.sources) {
      check_source(one);
      if (!one.ref.empty()) check_ref(one, refs);
    }
    for (const Source& one : spec_.sources) check_helm(one, refs);
  }

  void check_source(const Source& source) {
    if (source.repo_url.empty()) {
      error(Code::argocd_source, source.value, fmt::format("a source of {} has no `repoURL`", spec_.title()))
          .with_help("set `repoURL` to the repository of Git or of Helm charts");
    }
    if (!source.path.empty() && !source.chart.empty()) {
      error(Code::argocd_source, find_field(source.value, "path"),
            fmt::format("a source of {} has both `path` and `chart`", spec_.title()))
          .label(spec_.place(find_field(source.value, "chart")), "`chart` is set here")
          .with_help("a source is either a folder of a Git repository or a chart of a Helm repository");
    } else if (source.path.empty() && source.chart.empty() && !(spec_.several && !source.ref.empty())) {
      error(Code::argocd_source, source.value,
            fmt::format("a source of {} has neither `path` nor `chart`", spec_.title()))
          .with_help(spec_.several ? "set `path`, `chart` or `ref`" : "set `path` or `chart`");
    }
    if (!source.chart.empty() && source.target_revision.empty()) {
      error(Code::argocd_chart_revision, find_field(source.value, "chart"),
            fmt::format("the chart `{}` of {} has no `targetRevision`", source.chart, spec_.title()))
          .with_help("set `targetRevision` to the version of the chart");
    }
  }

  void check_ref(const Source& source, std::vector<std::string_view>& refs) {
    const Value* ref = find_field(source.value, "ref");
    if (!source.chart.empty()) {
      error(Code::argocd_ref, ref, fmt::format("the source `{}` of {} is a chart", source.ref, spec_.title()))
          .at("and so cannot have a `ref`")
          .with_help("give `ref` to a source of its own, with the repository that holds the value files");
    } else if (!spec_.several) {
      error(Code::argocd_ref, ref, fmt::format("`ref` of {} does nothing in `source`", spec_.title()))
          .with_help("list the sources under `sources`");
    } else if (std::find(refs.begin(), refs.end(), source.ref) != refs.end()) {
      error(Code::argocd_ref, ref,
            fmt::format("two sources of {} have the ref `{}`", spec_.title(), source.ref))
          .with_help("give each its own name");
    } else {
      refs.push_back(source.ref);
    }
  }

  void check_helm(const Source& source, const std::vector<std::string_view>& refs) {
    for (const Value& file : items_of(find_field(source.helm, "valueFiles"))) check_value_path(file, refs);
    for (const Value& parameter : items_of(find_field(source.helm, "fileParameters"))) {
      if (const Value* path = find_field(&parameter, "path")) check_value_path(*path, refs);
    }
    for (const Value& parameter : items_of(find_field(source.helm, "parameters"))) {
      const Value* value = find_field(&parameter, "value");
      if (value == nullptr || value->is_string() || value->is(ValueKind::quantity) || value->is_poison())
        continue;
      if (value->labels() != kNoLabel) continue;
      error(Code::argocd_helm_parameter, value,
            fmt::format("the helm parameter `{}` of {} is {}, not a string", text_field(&parameter, "name"),
                        spec_.title(), kind_phrase(*value)))
          .with_help("put it in quotes, or use `valuesObject`, which keeps types");
    }
    const Value* values = find_field(source.helm, "values");
    const Value* values_object = find_field(source.helm, "valuesObject");
    if (values != nullptr && values_object != nullptr) {
      diagnostics_
          .warning(Code::argocd_values_shadowed, spec_.place(values),
                   fmt::format("`helm.values` of {} gives way to `valuesObject`", spec_.title()))
          .label(spec_.place(values_object), "set here")
          .note("Argo CD takes `parameters` before `valuesObject` before `values` before `valueFiles`")
          .with_help("move everything into `valuesObject`");
    }
    if (values != nullptr && values->is(ValueKind::map)) {
      error(Code::argocd_helm_parameter, values,
            fmt::format("`helm.values` of {} is a map, not a string of YAML", spec_.title()))
          .with_help("use `valuesObject`, which keeps types");
    }
  }

  /// `$ref` may begin a value path, where a source declares it, and stand nowhere else.
  void check_value_path(const Value& value, const std::vector<std::string_view>& refs) {
    const std::string_view path = text_of(&value);
    if (is_template(path)) return;
    if (path.starts_with('$')) {
      const std::string_view name = path.substr(1, path.find('/') - 1);
      if (is_build_variable(name) || std::find(refs.begin(), refs.end(), name) != refs.end()) return;
      Diagnostic& unknown = error(Code::argocd_value_path, &value,
                                  fmt::format("no source of {} has the ref `{}`", spec_.title(), name));
      const auto meant = closest(name, refs);
      unknown.with_help(meant ? fmt::format("did you mean `${}`?", *meant)
                        : spec_.several
                            ? fmt::format("add a source with `ref = \"{}\"`", name)
                            : std::string{"list the sources under `sources`, one of them with this `ref`"});
      return;
    }
    for (const std::string_view ref : refs) {
      if (path.find(fmt::format("${}/", ref)) == std::string_view::npos) continue;
      error(Code::argocd_value_path, &value,
            fmt::format("`${}` stands inside the value path `{}` of {}", ref, path, spec_.title()))
          .with_help("a `$ref` may only begin the path, and means the root of that repository");
    }
  }

  void check_sync_policy() {
    const Value* policy = find_field(spec_.value, "syncPolicy");
    for (const Value& option : items_of(find_field(policy, "syncOptions"))) {
      if (!option.is_string() || is_template(option.as_string())) continue;
      if (const auto wrong = check_sync_option(option.as_string())) {
        error(Code::argocd_sync_option, &option, fmt::format("{}: {}", spec_.title(), wrong->reason))
            .with_help(wrong->help);
      }
    }
    const Value* namespace_metadata = find_field(policy, "managedNamespaceMetadata");
    if (namespace_metadata != nullptr && !creates_namespace(spec_)) {
      diagnostics_
          .warning(Code::argocd_namespace_metadata_ignored, spec_.place(namespace_metadata),
                   fmt::format("`managedNamespaceMetadata` of {} does nothing", spec_.title()))
          .with_help("add `CreateNamespace=true` to `syncPolicy.syncOptions`");
    }
    check_retry(find_field(policy, "retry"));
    if (find_field(policy, "preserveResourcesOnDeletion") != nullptr) {
      error(Code::argocd_application_set, find_field(policy, "preserveResourcesOnDeletion"),
            fmt::format("{} sets `syncPolicy.preserveResourcesOnDeletion`", spec_.title()))
          .with_help("it belongs to the `spec.syncPolicy` of an applicationset itself");
    }
  }

  void check_retry(const Value* retry) {
    const Value* limit = find_field(retry, "limit");
    if (limit != nullptr && limit->is(ValueKind::integer) && limit->as_int() < -1) {
      error(Code::argocd_retry, limit,
            fmt::format("the retry limit of {} is {}", spec_.title(), limit->as_int()))
          .with_help("write how many times to retry, or -1 for no limit");
    }
    const Value* factor = find_field(retry, {"backoff", "factor"});
    if (factor != nullptr && factor->is(ValueKind::integer) && factor->as_int() < 1) {
      error(Code::argocd_retry, factor,
            fmt::format("the backoff factor of {} is {}", spec_.title(), factor->as_int()))
          .with_help("each wait is the last one times this factor: write 1 or more");
    }
    const Value* longest_field = find_field(retry, {"backoff", "maxDuration"});
    const auto first = check_retry_duration(find_field(retry, {"backoff", "duration"}), "duration");
    const auto longest = check_retry_duration(longest_field, "maxDuration");
    if (first && longest && *longest < *first) {
      error(Code::argocd_retry, longest_field,
            fmt::format("`backoff.maxDuration` of {} is shorter than the first wait", spec_.title()))
          .label(spec_.place(find_field(retry, {"backoff", "duration"})), "`duration` is set here")
          .with_help("make `maxDuration` at least `duration`");
    }
  }

  std::optional<std::int64_t> check_retry_duration(const Value* value, std::string_view field) {
    if (value == nullptr || value->labels() != kNoLabel || is_template(text_of(value))) return std::nullopt;
    const RetryDuration duration = read_retry_duration(*value);
    if (duration.readable) return duration.amount;
    const auto in_go =
        duration.amount ? format_quantity_as(*duration.amount, Dimension::duration, "go") : std::nullopt;
    error(Code::argocd_retry, value,
          fmt::format("`backoff.{}` of {} is {}, which Argo CD cannot read as a duration", field,
                      spec_.title(), describe(*value)))
        .with_help(in_go ? fmt::format("write `{}`", *in_go)
                         : "write hours, minutes and seconds, such as `1h30m` or `5s`");
    return std::nullopt;
  }

  const ApplicationSpec& spec_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_application(const ApplicationSpec& spec, Diagnostics& diagnostics) {
  ApplicationCheck(spec, diagnostics).run();
}

bool creates_namespace(const ApplicationSpec& spec) {
  const auto options = items_of(find_field(spec.value, {"syncPolicy", "syncOptions"}));
  return std::any_of(options.begin(), options.end(),
                     [](const Value& option) { return text_of(&option) == "CreateNamespace=true"; });
}

}  // namespace flux::argocd
