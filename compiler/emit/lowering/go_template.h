// Text that Argo CD reads as a Go template.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "ir/value.h"

namespace flux {

/// The template that yields `text`: `{{` begins no action in it.
std::string escape_go_template(std::string_view text);

/// A frozen value with all of its texts escaped; keys stay.
Value escape_go_template(const Value& value, Arena& arena);

}  // namespace flux
