// What Terraform calls the blocks of an object.
#pragma once

#include <string>
#include <string_view>

#include "ir/program.h"

namespace flux {

/// A name as HCL can have it: what no name may hold becomes `_`, and so does no text at all.
std::string identifier(std::string_view text);

/// The owner's slug, an underscore and the name; the bare name for what the environment itself emits.
std::string address_of(const Placement& owner, std::string_view name);

}  // namespace flux
