// Where every phase of parsing one file reports: bounded, and silent once the parser has given up.
#pragma once

#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"

namespace flux::syntax {

class SyntaxErrors {
public:
  SyntaxErrors(FileId file, std::string_view text, Diagnostics& diagnostics)
      : file_(file), text_(text), diagnostics_(diagnostics) {}

  /// The diagnostic may be added to until the next report; a suppressed one goes nowhere.
  Diagnostic& report(Code code, std::uint32_t begin, std::uint32_t end, std::string message);
  /// Reports, and lets nothing more be read or reported: the tree ends here.
  Diagnostic& give_up(Code code, std::uint32_t begin, std::uint32_t end, std::string message);
  bool gave_up() const { return gave_up_; }

  /// Between a syntax error and the place where the parser goes on.
  bool recovering = false;

  /// Whether there was an error before, and the text at `begin` is indented: at the top of a file, where
  /// nothing is, it belongs to what could not be read.
  bool follows_error(std::uint32_t begin) const;

  std::string_view text(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }
  SourceSpan span(std::uint32_t begin, std::uint32_t end) const { return {file_, begin, end}; }
  /// The source between two offsets, quoted and cut to what fits a message.
  std::string quoted(std::uint32_t begin, std::uint32_t end) const;

private:
  FileId file_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  Diagnostic suppressed_{};
  int reported_ = 0;
  bool gave_up_ = false;
};

}  // namespace flux::syntax
