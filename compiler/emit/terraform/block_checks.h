// What must hold of a block before it is lowered.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux::terraform {

/// Whether the block can be lowered; reports why not. Afterwards: the head is known and has the labels it
/// takes, names are identifiers, nothing known is secret, numbers are finite, `terraform` blocks hold known
/// values only, and size and depth are bounded, so that the lowering may recurse.
bool check_block(const TerraformBlock& block, Diagnostics& diagnostics);

/// The most nodes that one block may have when written.
inline constexpr std::size_t kLargestBlock = 1'000'000;

}  // namespace flux::terraform
