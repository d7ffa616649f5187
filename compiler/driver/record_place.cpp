#include "driver/record_place.h"

#include <fmt/format.h>

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

}  // namespace flux
