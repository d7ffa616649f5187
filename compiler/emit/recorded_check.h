// What was recorded of Terraform's outputs against the outputs that there are.
#pragma once

#include <span>

#include "emit/terraform/terraform_emitter.h"
#include "ir/program.h"

namespace flux {

/// Reports recorded outputs that no stack has any more (E6014), or that are sensitive by now (E6013).
void check_recorded(const Program& program, std::span<const StackToApply> stacks, Diagnostics& diagnostics);

}  // namespace flux
