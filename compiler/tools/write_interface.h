// `fluxc interface ENV`: what an environment exports, as a Flux file with types and constant values that
// another repository vendors.
#pragma once

#include <optional>
#include <string>

#include "diagnostics/diagnostic.h"
#include "eval/exports.h"

namespace flux {

/// The file. What is secret or known only to Terraform is left out, which the file says and W7521 tells.
/// Nothing, with a report, when the environment exports nothing (E7527), or what is more than data (E7528).
/// `where` is the environment's name in the source.
std::optional<std::string> write_interface(const std::string& environment, SourceSpan where,
                                           const ExportedValue& exported, Diagnostics& diagnostics);

}  // namespace flux
