// Text to raw tokens: drives the generated lexer, drops comments (keeping `///`), notes newlines, and reports
// what can be said of a token alone (unterminated strings and comments, characters that start no token).
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "syntax/syntax_errors.h"
#include "syntax/token.h"

namespace flux::syntax {

class RawLexer {
public:
  /// `text` is valid UTF-8 and outlives the lexer.
  RawLexer(std::string_view text, SyntaxErrors& errors);
  ~RawLexer();
  RawLexer(const RawLexer&) = delete;
  RawLexer& operator=(const RawLexer&) = delete;

  /// After the last token, the end of the file, for ever.
  RawToken next();

  std::string_view text() const { return text_; }
  struct Range {
    std::uint32_t begin;
    std::uint32_t end;
  };
  /// The `///` comments read so far, without their slashes.
  const std::vector<Range>& docs() const { return docs_; }

private:
  class Engine;
  RawToken finish(RawToken token);
  RawToken end_of_file();

  std::string_view text_;
  SyntaxErrors& errors_;
  std::unique_ptr<Engine> engine_;
  std::vector<Range> docs_;
  std::vector<std::uint32_t> open_strings_;  // where the quotes of strings with interpolation stand
  std::uint32_t used_docs_ = 0;
  std::uint32_t last_bad_end_ = 0;
  bool newline_ = true;
};

}  // namespace flux::syntax
