// What a project makes of the compiler's warnings.
#pragma once

#include "diagnostics/diagnostic.h"
#include "project/project_file.h"

namespace flux {

/// Removes the warnings that the project allows, and makes errors of those it denies; of all that are left,
/// with `deny_warnings`.
Diagnostics apply_lint(const Diagnostics& diagnostics, const Project& project, bool deny_warnings);

}  // namespace flux
