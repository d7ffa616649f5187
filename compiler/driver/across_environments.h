// `check across environments`: what no two objects may share, whichever environment each is in.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "eval/compared_value.h"

namespace flux {

struct EnvironmentValues {
  std::string environment;
  std::vector<ComparedValue> values;
};

/// An error (E4027) for each object of the first `given` environments that shares a value with another
/// object. When all that share it are given, the first is taken to be right. What the other environments
/// share among themselves is theirs to report.
Diagnostics compare_across_environments(std::span<const EnvironmentValues> environments, std::size_t given);

}  // namespace flux
