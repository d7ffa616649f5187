// The source text as ANTLR's lexer reads it: byte by byte, every byte outside ASCII shown as 0x7F.
//
// The grammar never looks inside such characters (they stand in strings, comments and `µ` alone), so offsets
// stay bytes, nothing is decoded or copied, and the lexer's tables, which end at 0x7F, serve every character.
#pragma once

#include <antlr4-runtime.h>

#include <string_view>

namespace flux::syntax {

class ByteStream final : public antlr4::CharStream {
public:
  explicit ByteStream(std::string_view text) : text_(text) {}

  /// What the lexer's rule WS would skip, a good part of every file.
  void skip_blanks() {
    while (position_ < text_.size() &&
           (text_[position_] == ' ' || text_[position_] == '\t' || text_[position_] == '\r')) {
      ++position_;
    }
  }

  void consume() override { ++position_; }
  std::size_t LA(ssize_t i) override {
    const std::size_t at = position_ + static_cast<std::size_t>(i > 0 ? i - 1 : i);
    if (at >= text_.size()) return EOF;
    const auto byte = static_cast<unsigned char>(text_[at]);
    return byte < 0x80 ? byte : 0x7F;
  }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return position_; }
  void seek(std::size_t index) override { position_ = index; }
  std::size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& range) override {
    return std::string{text_.substr(static_cast<std::size_t>(range.a), range.length())};
  }
  std::string toString() const override { return std::string{text_}; }

private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace flux::syntax
