// Sync waves from `dependsOn`.
#pragma once

#include <cstdint>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "emit/argocd/catalog.h"

namespace flux::argocd {

struct Wave {
  std::int64_t number = 0;
  bool computed = false;  ///< from `dependsOn`: the author wrote none
};

/// The wave of each application, in the catalog's order. Reports dependencies that do not exist (E5124),
/// circles (E5125), and waves of the author that do not come after what the application depends on (E5126).
std::vector<Wave> plan_waves(const Catalog& catalog, Diagnostics& diagnostics);

/// Whether some application waits for another.
bool has_several_waves(const std::vector<Wave>& waves);

}  // namespace flux::argocd
