// An override that changes nothing: whether it does is a question to all environments of a run.
#pragma once

#include <vector>

#include "diagnostics/diagnostic.h"
#include "eval/eval.h"
#include "hir/hir.h"

namespace flux {

struct EnvironmentOverrides {
  const hir::Environment* environment;
  std::vector<HiddenOverride> hidden;
};

/// A warning (W4002) for each override that is hidden in every environment that has its layer, of which there
/// are at least two: one alone says nothing about the others that a project may have.
Diagnostics warn_of_hidden_overrides(const std::vector<EnvironmentOverrides>& environments);

}  // namespace flux
