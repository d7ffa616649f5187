// One mistake in what environments share is found once in each of them, and told once.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace flux {

struct EnvironmentDiagnostics {
  std::string environment;
  Diagnostics diagnostics;
};

/// All of them, in order. Of those of several environments that have one code, place and message, the first
/// stays, with a note that names the other environments.
Diagnostics merge_diagnostics(std::vector<EnvironmentDiagnostics> found);

}  // namespace flux
