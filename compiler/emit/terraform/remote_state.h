// `data "terraform_remote_state"`: how a stack finds the state of another.
#pragma once

#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "emit/terraform/expressions.h"
#include "emit/terraform/settings.h"
#include "emit/text/hcl_document.h"

namespace flux::terraform {

/// The data block named `name` that reads the state of `stack` from where its `settings` put it; without a
/// backend that is a file in the stack's folder, beside that of the reader.
hcl::Block remote_state_block(std::string name, std::string_view stack, const StackSettings& settings,
                              ExpressionLowering& expressions, Diagnostics& diagnostics);

}  // namespace flux::terraform
