#include "emit/argocd/application_set_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "diagnostics/suggest.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"
#include "emit/lowering/manifest.h"

namespace flux::argocd {
namespace {

constexpr std::array<std::string_view, 9> kGenerators = {
    "list",        "clusters", "git",
    "matrix",      "merge",    "scmProvider",
    "pullRequest", "plugin",   "clusterDecisionResource"};

class SetCheck {
public:
  SetCheck(const Resource& set, Diagnostics& diagnostics) : set_(set), diagnostics_(diagnostics) {}

  void run() {
    const Value* generators = find_field(set_.spec, "generators");
    if (items_of(generators).empty()) {
      error(generators, fmt::format("{} has no generators", title()))
          .with_help("list at least one in `generators`");
    }
    check_generators(items_of(generators), 0);
    const Value* template_spec = find_field(set_.spec, {"template", "spec"});
    if (template_spec == nullptr || !template_spec->is(ValueKind::map)) {
      error(find_field(set_.spec, "template"), fmt::format("{} has no template with a `spec`", title()))
          .with_help("describe the applications that it makes in `template`");
    }
    check_strategy(template_spec);
  }

private:
  std::string title() const { return title_of(*set_.document); }

  Diagnostic& error(const Value* at, std::string message) {
    return diagnostics_.error(Code::argocd_application_set, place_of(at, set_.document->span),
                              std::move(message));
  }

  /// Generators inside `matrix` and `merge` nest once, no deeper.
  void check_generators(std::span<const Value> generators, int depth) {
    for (const Value& generator : generators) {
      if (!generator.is(ValueKind::map)) continue;
      std::size_t named = 0;
      for (const MapEntry& entry : entries_of(&generator)) {
        const std::string_view name = entry.key.text();
        if (entry.value.is_absent() || name == "selector") continue;
        ++named;
        if (std::find(kGenerators.begin(), kGenerators.end(), name) == kGenerators.end()) {
          report_unknown(name, entry.value);
        } else if (name == "matrix" || name == "merge") {
          check_combination(name, entry.value, depth);
        }
      }
      if (named != 1) {
        error(&generator, fmt::format("an entry of `generators` of {} holds {} generators", title(), named))
            .with_help("write one generator an entry; `matrix` and `merge` combine them");
      }
    }
  }

  void report_unknown(std::string_view name, const Value& value) {
    const auto meant = closest(name, kGenerators);
    error(&value, fmt::format("{} uses an unknown generator `{}`", title(), name))
        .with_help(meant ? fmt::format("did you mean `{}`?", *meant)
                         : fmt::format("the generators are `{}`", fmt::join(kGenerators, "`, `")));
  }

  void check_combination(std::string_view name, const Value& combination, int depth) {
    constexpr int kDeepest = 2;
    const auto parts = items_of(find_field(&combination, "generators"));
    if (depth == kDeepest) {
      error(&combination, fmt::format("the generators of {} nest too deeply", title()))
          .with_help("`matrix` and `merge` may hold one more of them, which holds plain generators");
      return;
    }
    if (name == "matrix" && parts.size() != 2) {
      error(&combination,
            fmt::format("`matrix` of {} combines {} generators, not two", title(), parts.size()))
          .with_help("nest a second `matrix` to combine three");
    }
    if (name == "merge" && parts.size() < 2) {
      error(&combination, fmt::format("`merge` of {} needs at least two generators", title()))
          .with_help("use its one generator directly");
    }
    if (name == "merge" && items_of(find_field(&combination, "mergeKeys")).empty()) {
      error(&combination, fmt::format("`merge` of {} has no `mergeKeys`", title()))
          .with_help("name the parameters that tell which entries belong together");
    }
    check_generators(parts, depth + 1);
  }

  void check_strategy(const Value* template_spec) {
    const Value* type = find_field(set_.spec, {"strategy", "type"});
    const Value* automated = find_field(template_spec, {"syncPolicy", "automated"});
    if (text_of(type) != "RollingSync" || automated == nullptr) return;
    const Value* enabled = find_field(automated, "enabled");
    if (enabled != nullptr && enabled->is(ValueKind::boolean) && !enabled->as_bool()) return;
    diagnostics_
        .warning(Code::argocd_rolling_sync_automated, place_of(automated, set_.document->span),
                 fmt::format("`syncPolicy.automated` in the template of {} is turned off", title()))
        .label(place_of(type, set_.document->span), "`RollingSync` syncs the applications itself")
        .with_help("leave `automated` out of the template");
  }

  const Resource& set_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_application_set(const Resource& set, Diagnostics& diagnostics) {
  SetCheck(set, diagnostics).run();
}

Value with_go_template(const Value& spec, Arena& arena) {
  const Value* enabled = find_field(&spec, "goTemplate");
  if (enabled != nullptr && !is_true(enabled)) return spec;
  Value result = spec;
  if (find_field(&spec, "goTemplateOptions") == nullptr) {
    const Value options[] = {Value::string("missingkey=error")};
    const Value list = Value::list(arena.make<ListValue>(arena.copy(options)));
    result = with_first_field(&result, "goTemplateOptions", list, arena);
  }
  return with_first_field(&result, "goTemplate", enabled == nullptr ? Value::boolean(true) : *enabled, arena);
}

}  // namespace flux::argocd
