#include "functions/unicode.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>

#include "source/utf8.h"

namespace flux {
namespace {

struct CaseRange {
  char32_t first;
  char32_t last;
  std::uint32_t step;
  std::int32_t delta;
};

struct Range {
  char32_t first;
  char32_t last;
};

#include "functions/unicode_tables.inc"

template <typename R>
const R* find_range(std::span<const R> ranges, char32_t c) {
  const auto at = std::lower_bound(ranges.begin(), ranges.end(), c,
                                   [](const R& range, char32_t x) { return range.last < x; });
  return at != ranges.end() && at->first <= c ? &*at : nullptr;
}

char32_t map_case(std::span<const CaseRange> ranges, char32_t c) {
  const CaseRange* range = find_range(ranges, c);
  const bool mapped = range != nullptr && (c - range->first) % range->step == 0;
  return mapped ? c + static_cast<char32_t>(range->delta) : c;
}

char32_t upper(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  return map_case(kToUpper, c);
}

char32_t lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return map_case(kToLower, c);
}

/// Differs from upper case only for the digraphs `ǆ ǉ ǌ ǳ` and for Georgian, which has no title case.
char32_t title(char32_t c) {
  if ((c >= 0x1C4 && c <= 0x1CC)) return 0x1C5 + (c - 0x1C4) / 3 * 3;
  if (c >= 0x1F1 && c <= 0x1F3) return 0x1F2;
  if (c >= 0x10D0 && c <= 0x10FF) return c;
  return upper(c);
}

template <typename Map>
std::string map_text(std::string_view text, Map map) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.valid) {
      append_utf8(result, map(point.value));
    } else {
      result += text[at];
    }
    at += point.size;
  }
  return result;
}

enum class Break {
  other,
  carriage_return,
  line_feed,
  control,
  extend,
  joiner,
  flag,
  l,
  v,
  t,
  lv,
  lvt,
  picture
};

Break break_class(char32_t c) {
  if (c == '\r') return Break::carriage_return;
  if (c == '\n') return Break::line_feed;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200B || c == 0x2028 || c == 0x2029 || c == 0xFEFF)
    return Break::control;
  if (c == 0xA9 || c == 0xAE) return Break::picture;
  if (c < 0x300) return Break::other;
  if (c == 0x200D) return Break::joiner;
  if (c == 0x200C || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F)) return Break::extend;
  if (c >= 0x1F1E6 && c <= 0x1F1FF) return Break::flag;
  if ((c >= 0x1100 && c <= 0x115F) || (c >= 0xA960 && c <= 0xA97C)) return Break::l;
  if ((c >= 0x1160 && c <= 0x11A7) || (c >= 0xD7B0 && c <= 0xD7C6)) return Break::v;
  if ((c >= 0x11A8 && c <= 0x11FF) || (c >= 0xD7CB && c <= 0xD7FB)) return Break::t;
  if (c >= 0xAC00 && c <= 0xD7A3) return (c - 0xAC00) % 28 == 0 ? Break::lv : Break::lvt;
  if (find_range<Range>(kMarks, c) != nullptr) return Break::extend;
  if ((c >= 0x2190 && c <= 0x2BFF) || (c >= 0x1F000 && c <= 0x1FAFF) || c == 0x203C || c == 0x2049 ||
      c == 0x2122 || c == 0x2139 || c == 0x3030 || c == 0x303D || c == 0x3297 || c == 0x3299) {
    return Break::picture;
  }
  return Break::other;
}

bool is_control(Break b) {
  return b == Break::control || b == Break::carriage_return || b == Break::line_feed;
}

/// Whether `next` belongs to the character that `previous` ends. `flags` counts the regional indicators
/// before it.
bool joins(Break previous, Break next, bool after_picture, int flags) {
  if (previous == Break::carriage_return) return next == Break::line_feed;
  if (is_control(previous) || is_control(next)) return false;
  if (next == Break::extend || next == Break::joiner) return true;
  switch (previous) {
    case Break::joiner:
      return after_picture && next == Break::picture;
    case Break::flag:
      return next == Break::flag && flags % 2 == 1;
    case Break::l:
      return next == Break::l || next == Break::v || next == Break::lv || next == Break::lvt;
    case Break::lv:
    case Break::v:
      return next == Break::v || next == Break::t;
    case Break::lvt:
    case Break::t:
      return next == Break::t;
    default:
      return false;
  }
}

}  // namespace

std::string to_upper(std::string_view text) {
  return map_text(text, upper);
}
std::string to_lower(std::string_view text) {
  return map_text(text, lower);
}

std::string to_title(std::string_view text) {
  bool at_start = true;
  return map_text(text, [&](char32_t c) {
    const char32_t mapped = at_start ? title(c) : c;
    const bool ascii_word =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    at_start = c < 0x80 ? !ascii_word : is_space(c);
    return mapped;
  });
}

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

void append_utf8(std::string& text, char32_t c) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) return false;
    at += point.size;
  }
  return true;
}

std::vector<std::string_view> split_characters(std::string_view text) {
  std::vector<std::string_view> characters;
  std::size_t start = 0;
  Break previous = Break::control;
  bool after_picture = false;  // the character began with a picture, followed by marks alone
  int flags = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const Break next = point.valid ? break_class(point.value) : Break::control;
    if (at > 0 && !joins(previous, next, after_picture, flags)) {
      characters.push_back(text.substr(start, at - start));
      start = at;
      flags = 0;
      after_picture = false;
    }
    flags = next == Break::flag ? flags + 1 : 0;
    after_picture =
        next == Break::picture || (after_picture && (next == Break::extend || next == Break::joiner));
    previous = next;
    at += point.size;
  }
  if (start < text.size()) characters.push_back(text.substr(start));
  return characters;
}

}  // namespace flux
