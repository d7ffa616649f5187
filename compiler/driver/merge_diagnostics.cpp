#include "driver/merge_diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace flux {
namespace {

constexpr std::size_t kMostNamed = 3;

struct Mistake {
  std::size_t index;  ///< of the diagnostic that stays
  std::size_t environment;
  std::vector<std::string> others;
};

std::string also_in(const std::vector<std::string>& environments) {
  const std::size_t named = std::min(environments.size(), kMostNamed);
  std::string text =
      fmt::format("also in `{}`", fmt::join(environments.begin(), environments.begin() + named, "`, `"));
  if (environments.size() > named)
    text += fmt::format(" and {} more environments", environments.size() - named);
  return text;
}

}  // namespace

Diagnostics merge_diagnostics(std::vector<EnvironmentDiagnostics> found) {
  Diagnostics merged;
  std::map<std::tuple<Code, SourceSpan, std::string>, Mistake> mistakes;
  for (std::size_t i = 0; i < found.size(); ++i) {
    Diagnostics kept;
    for (Diagnostic& diagnostic : found[i].diagnostics.all()) {
      const std::size_t index = merged.all().size() + kept.all().size();
      const auto [mistake, is_new] =
          mistakes.try_emplace({diagnostic.code, diagnostic.span, diagnostic.message}, Mistake{index, i, {}});
      if (!is_new && mistake->second.environment != i) {
        std::vector<std::string>& others = mistake->second.others;
        if (others.empty() || others.back() != found[i].environment) others.push_back(found[i].environment);
        continue;
      }
      Diagnostic& copy = diagnostic.severity == Severity::error
                             ? kept.error(diagnostic.code, diagnostic.span, {})
                             : kept.warning(diagnostic.code, diagnostic.span, {});
      copy = std::move(diagnostic);
    }
    merged.append(std::move(kept));
  }
  for (const auto& [key, mistake] : mistakes) {
    if (!mistake.others.empty()) merged.all()[mistake.index].note(also_in(mistake.others));
  }
  return merged;
}

}  // namespace flux
