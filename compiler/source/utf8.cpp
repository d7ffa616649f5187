#include "source/utf8.h"

#include <algorithm>

namespace flux {
namespace {

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t offset) {
  const auto first = static_cast<unsigned char>(text[offset]);
  if (first < 0x80) return {first, 1, true};
  const CodePoint invalid{first, 1, false};

  std::size_t size = 0;
  char32_t smallest = 0;  // below it the form is overlong
  if (first >= 0xC2 && first <= 0xDF) {
    size = 2, smallest = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    size = 3, smallest = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    size = 4, smallest = 0x10000;
  } else {
    return invalid;
  }
  if (text.size() - offset < size) return invalid;

  char32_t value = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const char byte = text[offset + i];
    if (!is_continuation(byte)) return invalid;
    value = (value << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || value > 0x10FFFF || surrogate) return invalid;
  return {value, size, true};
}

std::size_t utf8_length(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
}

}  // namespace flux
