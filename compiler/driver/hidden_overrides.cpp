#include "driver/hidden_overrides.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

namespace flux {
namespace {

using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

Place place_of(SourceSpan span) {
  return {span.file.value, span.begin, span.end};
}

}  // namespace

Diagnostics warn_of_hidden_overrides(const std::vector<EnvironmentOverrides>& environments) {
  // A layer is known by its place: a mounted one is a copy in each environment.
  std::map<Place, std::size_t> having;
  struct Found {
    const HiddenOverride* first;
    std::size_t environments = 0;
    bool same_hider = true;
  };
  std::map<Place, Found> found;
  for (const EnvironmentOverrides& one : environments) {
    std::set<Place> layers;
    for (const hir::Layer* layer : one.environment->layers) layers.insert(place_of(layer->span));
    for (const Place& layer : layers) ++having[layer];
    std::set<Place> here;
    for (const HiddenOverride& hidden : one.hidden) {
      const Place place = place_of(hidden.span);
      Found& entry = found.try_emplace(place, Found{&hidden}).first->second;
      entry.same_hider &= place_of(entry.first->hider) == place_of(hidden.hider);
      if (here.insert(place).second) ++entry.environments;
    }
  }

  Diagnostics warnings;
  for (const auto& [place, entry] : found) {
    const HiddenOverride& hidden = *entry.first;
    if (entry.environments < 2 || entry.environments < having[place_of(hidden.layer->span)]) continue;
    Diagnostic& warning =
        warnings.warning(Code::override_always_hidden, hidden.span,
                         fmt::format("{} hides this override of `{}` in every environment",
                                     entry.same_hider ? hidden.hidden_by : "a layer above", hidden.path));
    warning.label(hidden.hider, "hidden by this");
    warning.with_help("remove it, or what hides it");
  }
  return warnings;
}

}  // namespace flux
