// Which version of Terraform or OpenTofu a construct needs.
#pragma once

#include <span>

#include "diagnostics/diagnostic.h"
#include "emit/terraform/settings.h"
#include "ir/program.h"

namespace flux::terraform {

/// Reports each block that the oldest version which `settings` admit does not know (E5013). Where nothing
/// bounds the version from below, nothing is too new.
void check_features(std::span<const TerraformBlock* const> blocks, const StackSettings& settings,
                    Diagnostics& diagnostics);

}  // namespace flux::terraform
