// Values as the source spells them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ir/value.h"

namespace flux {

/// Appends the text in quotes, escaped so that the source reads it back; stops where `out` is longer than
/// `limit` bytes.
void append_string_literal(std::string& out, std::string_view text, std::size_t limit = SIZE_MAX);

/// Whether a name needs no quotes: a dash is part of one, but not its end.
bool is_plain_name(std::string_view name);

/// The quantity as it was written; in the house spelling where it was computed.
std::string quantity_text(const Quantity& quantity);

}  // namespace flux
