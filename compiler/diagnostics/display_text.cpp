#include "diagnostics/display_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/code_point_width.h"
#include "source/utf8.h"

namespace flux {
namespace {

constexpr std::size_t kLongestLine = 160;  // bytes of a line that are shown
constexpr std::size_t kBeforeFocus = 60;   // of these, those before the focus
constexpr std::string_view kDots = "...";

bool needs_escape(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool bidirectional = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                             (c >= 0x2066 && c <= 0x2069);
  const bool line_break = c == 0x2028 || c == 0x2029;
  const bool invisible = c == 0xAD || c == 0x200B || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF ||
                         (c >= 0xE0000 && c <= 0xE007F);
  return control || bidirectional || line_break || invisible;
}

/// Appends the code point at `offset`, and returns the columns it takes.
std::uint32_t append_displayable(std::string& out, std::string_view text, std::size_t offset, CodePoint c) {
  std::string escape;
  if (!c.valid) {
    escape = fmt::format("\\x{:02x}", static_cast<unsigned>(c.value));
  } else if (c.value == '\t') {
    escape = std::string(kTabWidth, ' ');
  } else if (c.value == '\n') {
    escape = "\\n";
  } else if (c.value == '\r') {
    escape = "\\r";
  } else if (needs_escape(c.value)) {
    escape = fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(c.value));
  } else {
    out += text.substr(offset, c.size);
    return code_point_width(c.value);
  }
  out += escape;
  return static_cast<std::uint32_t>(escape.size());
}

/// `offset`, or just before the code point that it cuts.
std::size_t code_point_begin(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return text.size();
  for (std::size_t back = 1; back <= 3 && back <= offset; ++back) {
    const CodePoint c = decode_utf8(text, offset - back);
    if (c.valid && c.size > back) return offset - back;
  }
  return offset;
}

}  // namespace

std::string displayable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    append_displayable(out, text, at, c);
    at += c.size;
  }
  return out;
}

DisplayLine::DisplayLine(std::string_view line, std::size_t focus) {
  std::size_t end = line.size();
  if (line.size() > kLongestLine) {
    focus = std::min(focus, line.size());
    const std::size_t latest_begin = line.size() - kLongestLine;
    first_byte_ =
        code_point_begin(line, std::min(focus > kBeforeFocus ? focus - kBeforeFocus : 0, latest_begin));
    end = code_point_begin(line, first_byte_ + kLongestLine);
  }

  if (first_byte_ > 0) text_ = kDots;
  auto column = static_cast<std::uint32_t>(text_.size());
  for (std::size_t at = first_byte_; at < end;) {
    const CodePoint c = decode_utf8(line, at);
    columns_.insert(columns_.end(), c.size, column);
    column += append_displayable(text_, line, at, c);
    at += c.size;
  }
  columns_.push_back(column);
  if (end < line.size()) text_ += kDots;
}

std::uint32_t DisplayLine::column(std::size_t byte) const {
  if (byte < first_byte_) return 0;
  return columns_[std::min(byte - first_byte_, columns_.size() - 1)];
}

}  // namespace flux
