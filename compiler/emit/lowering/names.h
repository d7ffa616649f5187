// Names that a user may have misspelt.
#pragma once

#include <span>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "emit/lowering/lower_value.h"

namespace flux {

/// The candidate that `name` is most likely meant to be; empty when none is near.
std::string_view closest_name(std::string_view name, std::span<const std::string_view> candidates);

/// Reports (E5104) each field of the document's body that is not among `known`: nothing would read it.
void check_known_fields(const Document& document, std::span<const std::string_view> known, Diagnostics& diagnostics);

}  // namespace flux
