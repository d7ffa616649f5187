// Files to begin with: `fluxc init` and `fluxc new app`. Nothing that is there already is overwritten.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace flux {

struct ScaffoldResult {
  std::vector<std::string> written;  ///< or changed
  std::vector<std::string> next;     ///< what to do now, a line each
  bool machine_failed = false;       ///< the disk did; what was written before stays
};

/// Writes a small project, which compiles at once, into `folder`, and makes the folder if need be.
ScaffoldResult init_project(const std::string& folder, Diagnostics& diagnostics);

/// The kinds of apps that there are templates for: `api`, `worker`.
std::vector<std::string> app_kinds();

/// Writes apps/NAME.flux below `root`, or applications/NAME.flux where the project has that folder, a layer
/// with an app of that kind, and puts it on the list in platform/apps.flux where that has the shape that
/// `init` gave it; elsewhere `next` says how to.
ScaffoldResult new_app(const std::string& root, std::string_view kind, const std::string& name,
                       Diagnostics& diagnostics);

/// Why an app cannot be called so; empty when it can. Names are RFC 1123 labels, as Kubernetes wants them.
std::string app_name_problem(const std::string& name);

}  // namespace flux
