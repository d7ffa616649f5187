// Source text as a terminal may see it. Whatever could move the cursor, colour the screen or reorder the line
// is shown as an escape: a source file is not trusted, and neither is a message that quotes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flux {

/// Control characters, line breaks, bidirectional controls and invisible spaces become `\n`, `\u{1b}`, …; a
/// byte that is no UTF-8 becomes `\xff`; a tab becomes `kTabWidth` spaces.
std::string displayable(std::string_view text);

inline constexpr unsigned kTabWidth = 4;

/// A line of source made displayable, with the columns (from 0) that its bytes have on the screen. Of a long
/// line only the surroundings of one place are kept, between dots.
class DisplayLine {
public:
  /// `focus`: the byte of `line` that must be visible.
  DisplayLine(std::string_view line, std::size_t focus);

  const std::string& text() const { return text_; }
  /// The first column of the code point that holds this byte of the line. What was cut off before stands at
  /// the leading dots, and what was cut off behind, like the end of the line, just after the text.
  std::uint32_t column(std::size_t byte) const;

private:
  std::string text_;
  std::size_t first_byte_ = 0;
  std::vector<std::uint32_t> columns_;  // by byte from first_byte_; one more for the end
};

}  // namespace flux
