#pragma once

namespace flux {

/// The columns that a printable code point takes on a terminal: 0 (combining), 1, or 2 (CJK, emoji).
unsigned code_point_width(char32_t code_point);

}  // namespace flux
