#include "yaml/source_offsets.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace flux {
namespace {

constexpr std::size_t kEscapeSize = 6;  // of `\u12ab`
constexpr std::size_t kShrink = 2;      // from two of them to `\U0001f600`

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The number in the `\u12ab` at `at`; 0 where none stands there.
std::uint32_t escape_at(std::string_view text, std::size_t at) {
  if (text.size() - at < kEscapeSize || text[at] != '\\' || text[at + 1] != 'u') return 0;
  std::uint32_t value = 0;
  const char* end = text.data() + at + kEscapeSize;
  return std::from_chars(text.data() + at + 2, end, value, 16).ptr == end ? value : 0;
}

/// The character that two escapes at `at` stand for together; 0 where they are no surrogate pair.
std::uint32_t pair_at(std::string_view text, std::size_t at) {
  const std::uint32_t high = escape_at(text, at);
  if (high < 0xD800 || high > 0xDBFF) return 0;
  const std::uint32_t low = escape_at(text, at + kEscapeSize);
  if (low < 0xDC00 || low > 0xDFFF) return 0;
  return 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00);
}

}  // namespace

JoinedSurrogates join_surrogates(std::string_view text) {
  const auto may_begin_pair = [text](std::size_t at) { return pair_at(text, at) != 0; };
  std::size_t first = text.find("\\u");
  while (first != std::string_view::npos && !may_begin_pair(first)) first = text.find("\\u", first + 1);
  if (first == std::string_view::npos || !nlohmann::json::accept(text)) return {};

  // In JSON a backslash stands only in strings, where each begins an escape.
  JoinedSurrogates joined;
  joined.text.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t escape = std::min(text.find('\\', at), text.size());
    joined.text += text.substr(at, escape - at);
    at = escape;
    if (at == text.size()) break;
    if (const std::uint32_t character = pair_at(text, at)) {
      joined.text += fmt::format("\\U{:08x}", character);
      joined.ends.push_back(static_cast<std::uint32_t>(joined.text.size()));
      at += 2 * kEscapeSize;
    } else {
      joined.text += text.substr(at, 2);
      at += 2;
    }
  }
  return joined;
}

SourceOffsets::SourceOffsets(std::string_view read, std::size_t before,
                             const std::vector<std::uint32_t>& joined_ends)
    : text_(read),
      before_(before),
      joined_ends_(joined_ends),
      ascii_(std::all_of(read.begin(), read.end(),
                         [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {}

std::uint32_t SourceOffsets::of_code_point(std::size_t index) {
  if (ascii_) return of_byte(index);
  while (index_ < index && offset_ < text_.size()) {
    do ++offset_;
    while (offset_ < text_.size() && is_continuation(text_[offset_]));
    ++index_;
  }
  while (index_ > index) {
    do --offset_;
    while (is_continuation(text_[offset_]));
    --index_;
  }
  return of_byte(offset_);
}

std::uint32_t SourceOffsets::of_byte(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto joined =
      std::upper_bound(joined_ends_.begin(), joined_ends_.end(), offset) - joined_ends_.begin();
  return static_cast<std::uint32_t>(before_ + offset + kShrink * static_cast<std::size_t>(joined));
}

}  // namespace flux
