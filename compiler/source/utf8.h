// Reading UTF-8 that may be broken: every byte that starts no code point stands for itself, as an invalid
// one.
#pragma once

#include <cstddef>
#include <string_view>

namespace flux {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  ///< bytes, at least 1
  bool valid = true;     ///< false: `value` is the one byte read
};

/// The code point at `offset`, which must be inside `text`. Overlong forms and surrogates are invalid.
CodePoint decode_utf8(std::string_view text, std::size_t offset);

/// How many code points `text` has; stray continuation bytes are not counted.
std::size_t utf8_length(std::string_view text);

}  // namespace flux
