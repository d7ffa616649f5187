// Text with a style for each piece, which becomes ANSI escapes where colours are wanted and nothing
// elsewhere.
#pragma once

#include <string>
#include <string_view>

namespace flux {

enum class Style { plain, strong, error, warning, note, help, secondary, frame, added, removed };

class StyledText {
public:
  explicit StyledText(bool colour) : colour_(colour) {}

  StyledText& put(Style style, std::string_view text);
  StyledText& put(std::string_view text) { return put(Style::plain, text); }
  /// Ends the line, without the blanks at its end.
  void end_line();
  std::string take() { return std::move(text_); }

private:
  std::string text_;
  std::string blanks_;  // seen, but written only when something follows on the line
  bool colour_;
};

}  // namespace flux
