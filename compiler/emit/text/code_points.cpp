#include "emit/text/code_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace flux {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](Range r) { return r.first <= point && point <= r.last; });
}

constexpr std::array kInvisible = {Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0xAD, 0xAD},
                                   Range{0x61C, 0x61C},   Range{0x180E, 0x180E}, Range{0x200B, 0x200F},
                                   Range{0x2028, 0x202E}, Range{0x2060, 0x206F}, Range{0xFDD0, 0xFDEF},
                                   Range{0xFEFF, 0xFEFF}, Range{0xFFF0, 0xFFFB}, Range{0xE0000, 0xE0FFF}};

// Latin, Greek, Cyrillic, punctuation and arrows, kana, ideographs and whole Hangul syllables.
constexpr std::array kLone = {Range{0x20, 0x7E},     Range{0xA1, 0xAC},     Range{0xAE, 0x2FF},
                              Range{0x391, 0x482},   Range{0x48A, 0x52F},   Range{0x2010, 0x2027},
                              Range{0x2030, 0x203B}, Range{0x20A0, 0x20BF}, Range{0x3041, 0x3096},
                              Range{0x30A1, 0x30FA}, Range{0x4E00, 0x9FFF}, Range{0xAC00, 0xD7A3}};

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

CodePoint decode_code_point(std::string_view text, std::size_t at) {
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - at < size) return {kReplacementCharacter, 1};
  char32_t value = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(text[at + i])) return {kReplacementCharacter, 1};
    value = value << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  }
  if (value < kSmallest[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
    return {kReplacementCharacter, 1};
  }
  return {value, size};
}

bool is_invisible(CodePoint point) {
  if (point.value == kReplacementCharacter) return point.size == 1;
  return (point.value & 0xFFFE) == 0xFFFE || contains(kInvisible, point.value);
}

bool is_lone_character(char32_t point) {
  return contains(kLone, point);
}

void append_unicode_escape(std::string& out, char32_t point) {
  if (point > 0xFFFF) {
    fmt::format_to(std::back_inserter(out), "\\U{:08x}", static_cast<std::uint32_t>(point));
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(point));
  }
}

void append_comment(std::string& out, std::string_view text, std::size_t indent) {
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
      line.remove_suffix(1);
    out.append(indent, ' ').append("#");
    if (!line.empty()) out += ' ';
    for (std::size_t i = 0; i < line.size();) {
      const CodePoint point = decode_code_point(line, i);
      if (is_invisible(point)) {
        out += ' ';
      } else {
        out.append(line, i, point.size);
      }
      i += point.size;
    }
    // A character that became a space may have been the last.
    out.resize(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
}

}  // namespace flux
