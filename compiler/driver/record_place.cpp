#include "driver/record_place.h"

#include <fmt/format.h>

#include <set>

namespace flux {

std::optional<RecordPlace> record_place(const Project& project, std::string_view environment) {
  if (!project.recorded) return std::nullopt;
  const auto below = [&](const std::string& path) {
    return normalise_path(fmt::format("{}/{}", project.root, path));
  };
  return RecordPlace{.environment = std::string(environment),
                     .folder = below(fmt::format("{}/{}.outputs", *project.recorded, environment)),
                     .output = below(fmt::format("{}/{}", project.output, environment))};
}

void conceal_sensitive_records(const Diagnostics& diagnostics, const std::deque<RecordedOutputs>& recorded,
                               SourceManager& sources) {
  std::set<SourceSpan> names;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.code == Code::recorded_sensitive) names.insert(diagnostic.span);
  }
  if (names.empty()) return;
  for (const RecordedOutputs& environment : recorded) {
    for (const auto& [stack, record] : environment.stacks) {
      for (const auto& [name, output] : record.outputs) {
        if (names.contains(output.name)) sources.conceal(output.value.origin()->expression);
      }
    }
  }
}

}  // namespace flux
