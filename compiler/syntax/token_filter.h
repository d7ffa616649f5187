// Between lexer and parser: decides with one token of lookahead what needs more than the grammar can see, so
// that the grammar is LL(1). grammar/README.md states the rules; in short:
//
//  - which newlines separate (NL), by the innermost bracket and by what stands before and after;
//  - which words are keywords, by where they stand;
//  - CALL and INDEX, a `(` or `[` that touches what it applies to; BODY, the `{` of an `if`, `for` or
//  `match`;
//  - which brackets match: unmatched ones are reported, and closed or dropped, so that the parser sees
//  matching ones.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "syntax/raw_lexer.h"
#include "syntax/token.h"

namespace flux::syntax {

/// What the text is: newlines separate in a file alone, and the words of a path are never keywords.
enum class Input : std::uint8_t { file, path, expression };

class TokenFilter {
public:
  TokenFilter(RawLexer& lexer, SyntaxErrors& errors, Input input);

  FluxToken next();

  /// The raw token that the next call looks at.
  const RawToken& pending() const { return current_; }
  /// The opening bracket around the last token given out; null outside of all.
  const RawToken* bracket_around(const FluxToken& token) const {
    return token.depth == 0 || token.depth > frames_.size() ? nullptr : &frames_[token.depth - 1].open;
  }

private:
  enum class Kind : std::uint8_t { body, match_body, import_list, parentheses };
  struct Frame {
    Kind kind;
    bool in_emit;  ///< inside of an `emit` body, where any word may head a block
    RawToken open;
    std::uint32_t closer;    ///< the token type that closes it
    std::size_t first_head;  ///< its part of heads_
    std::uint32_t indent;    ///< of the line on which it was opened
  };
  enum class Header : std::uint8_t { none, declaration, import };

  void advance();
  bool mend_brackets();
  void declaration_in_body();
  std::uint32_t keyword() const;
  std::uint32_t keyword_at_file_level(std::string_view word, bool starts_member) const;
  std::uint32_t keyword_in_body(std::string_view word, bool starts_member) const;
  bool newline_separates(std::uint32_t type) const;
  std::uint32_t refine(std::uint32_t type);
  void track(std::uint32_t type);
  void open_frame(std::uint32_t type);
  FluxToken emit(RawToken token, std::uint32_t type);
  FluxToken close_virtually();

  bool newlines_count() const;
  bool starts_member() const;
  bool touches_previous() const { return !current_.after_newline && previous_end_ == current_.begin; }
  bool followed_by_name_use() const;
  std::string_view text(const RawToken& token) const;
  std::uint32_t indent_of(std::uint32_t offset) const;
  void report_unclosed(const Frame& frame, std::uint32_t begin, std::uint32_t end);

  RawLexer& lexer_;
  SyntaxErrors& errors_;
  const Input input_;
  RawToken current_;
  RawToken following_;
  std::uint32_t current_type_ = 0;  ///< what current_ was found to be; valid when classified_
  bool classified_ = false;
  std::uint32_t previous_;  ///< the type of the last token given out
  std::uint32_t previous_end_ = 0;
  std::vector<Frame> frames_;
  std::vector<std::uint32_t> heads_;  ///< the IF, FOR and MATCH that wait for their body, of all frames
  std::size_t to_close_ = 0;          ///< frames to be closed by virtual tokens first
  bool end_reported_ = false;
  Header header_ = Header::none;
  bool renaming_ = false;      ///< after `renamed`, until `from`
  bool testing_type_ = false;  ///< in the type name after `is`
  bool emit_ahead_ = false;    ///< after `emit`, until its body
  Frame suspect_{};            ///< the first body whose closing brace is indented otherwise
  bool has_suspect_ = false;
};

}  // namespace flux::syntax
