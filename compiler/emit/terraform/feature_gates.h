// Which version of Terraform or OpenTofu a construct needs.
#pragma once

#include <span>

#include "diagnostics/diagnostic.h"
#include "emit/terraform/settings.h"
#include "ir/program.h"

namespace flux::terraform {

/// Reports each block that the oldest version which `settings` admit does not know (E5013). Where nothing
/// bounds the version from below, nothing that is written is too new.
void check_features(std::span<const TerraformBlock* const> blocks, const StackSettings& settings,
                    Diagnostics& diagnostics);

/// Whether every version that the stack admits knows `ephemeral` blocks. Where nothing bounds the version
/// from below, it is so if the `blocks` themselves hold what an older one would not take.
bool knows_ephemeral_blocks(std::span<const TerraformBlock* const> blocks, const StackSettings& settings);

/// Reports each of the `calls` of providers' functions that the oldest admitted version does not know (E5013)
/// or whose provider the stack does not require by that name (E5128).
void check_provider_calls(std::span<const DeferredExpr* const> calls, const StackSettings& settings,
                          Diagnostics& diagnostics);

}  // namespace flux::terraform
