// Passwords in the clear, in the blocks of a program.
#pragma once

#include <span>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux::terraform {

/// Warns (W5108) of each, once for the place that it was written at.
void check_passwords(std::span<const TerraformBlock* const> blocks, Diagnostics& diagnostics);

}  // namespace flux::terraform
