// Tokens: what the lexer found (RawToken), and what the generated parser is shown (FluxToken).
#pragma once

#include <antlr4-runtime.h>

#include <cstdint>

namespace flux::syntax {

inline constexpr std::uint32_t kEndOfFile = UINT32_MAX;

/// Bytes [begin, end) of the file. Newlines and comments are no tokens of their own.
struct RawToken {
  std::uint32_t type = kEndOfFile;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool after_newline = false;
  /// The `///` comments directly before it, as a range of RawLexer::docs().
  std::uint32_t first_doc = 0;
  std::uint32_t last_doc = 0;
};

/// Lives in the window of the TokenWindow, and is overwritten a few tokens later: the parser's actions read
/// it at once and never keep it.
class FluxToken final : public antlr4::Token {
public:
  FluxToken() = default;
  explicit FluxToken(const RawToken& raw) : raw_(raw) {}

  std::uint32_t type() const { return raw_.type; }
  std::uint32_t begin() const { return raw_.begin; }
  std::uint32_t end() const { return raw_.end; }
  const RawToken& raw() const { return raw_; }

  /// How many brackets are open around it; a bracket counts as outside of itself.
  std::uint32_t depth = 0;
  /// Not in the text: made while recovering from an error that has been reported.
  bool is_virtual = false;

  static const FluxToken& of(const antlr4::Token* token) { return static_cast<const FluxToken&>(*token); }

  std::string getText() const override { return {}; }
  std::size_t getType() const override { return raw_.type == kEndOfFile ? antlr4::Token::EOF : raw_.type; }
  std::size_t getLine() const override { return 0; }
  std::size_t getCharPositionInLine() const override { return 0; }
  std::size_t getChannel() const override { return 0; }
  std::size_t getTokenIndex() const override { return 0; }
  std::size_t getStartIndex() const override { return raw_.begin; }
  std::size_t getStopIndex() const override { return raw_.end; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }

private:
  RawToken raw_;
};

}  // namespace flux::syntax
