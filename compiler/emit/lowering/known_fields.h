// Fields that nothing would read.
#pragma once

#include <span>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux {

/// Reports (E5104) each field of the document's body that is not among `known`.
void check_known_fields(const Document& document, std::span<const std::string_view> known,
                        Diagnostics& diagnostics);

}  // namespace flux
