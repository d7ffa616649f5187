#include "diagnostics/styled_text.h"

namespace flux {
namespace {

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::strong:
      return "\x1b[1m";
    case Style::error:
      return "\x1b[1;31m";
    case Style::warning:
      return "\x1b[1;33m";
    case Style::note:
      return "\x1b[1;32m";
    case Style::help:
      return "\x1b[1;36m";
    case Style::secondary:
    case Style::frame:
      return "\x1b[1;34m";
    case Style::added:
      return "\x1b[32m";
    case Style::removed:
      return "\x1b[31m";
  }
  return "";
}

constexpr std::string_view kReset = "\x1b[0m";

}  // namespace

StyledText& StyledText::put(Style style, std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    blanks_ += text;
    return *this;
  }
  const std::size_t last = text.find_last_not_of(' ');
  text_ += blanks_;
  text_ += text.substr(0, first);
  const bool coloured = colour_ && style != Style::plain;
  if (coloured) text_ += escape_of(style);
  text_ += text.substr(first, last + 1 - first);
  if (coloured) text_ += kReset;
  blanks_ = text.substr(last + 1);
  return *this;
}

void StyledText::end_line() {
  blanks_.clear();
  text_ += '\n';
}

}  // namespace flux
