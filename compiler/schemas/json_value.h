// JSON as values of the language.
#pragma once

#include "base/arena.h"
#include "ir/value.h"
#include "schemas/json.h"

namespace flux {

/// Everything lies in `arena`; the value has no origin.
Value value_of(JsonElement element, Arena& arena);

}  // namespace flux
