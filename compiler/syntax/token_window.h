// The tokens under the generated parser: the last one and the next one, nothing else is kept.
#pragma once

#include <antlr4-runtime.h>

#include <array>

#include "syntax/token_filter.h"

namespace flux::syntax {

class TokenWindow final : public antlr4::TokenStream {
public:
  TokenWindow(TokenFilter& filter, SyntaxErrors& errors) : filter_(filter), errors_(errors) { fill(); }

  const FluxToken& next() const { return window_[position_ % kWindow]; }
  const TokenFilter& filter() const { return filter_; }
  /// Where the last token that stands in the text ends.
  std::uint32_t consumed_end() const { return consumed_end_; }
  /// After giving up: whatever was read ahead is the end of the file now.
  void cut() { fill(); }

  void consume() override {
    if (!next().is_virtual) consumed_end_ = next().end();
    ++position_;
    fill();
  }
  std::size_t LA(ssize_t) override { return next().getType(); }
  antlr4::Token* LT(ssize_t i) override {
    return &window_[(i > 0 ? position_ : position_ + kWindow - 1) % kWindow];
  }

  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return position_; }
  void seek(std::size_t) override {}
  std::size_t size() override { return position_; }
  std::string getSourceName() const override { return {}; }
  antlr4::Token* get(std::size_t) const override { return nullptr; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

private:
  // An action runs at most one token after the one it reads; a few more cost nothing.
  static constexpr std::size_t kWindow = 4;

  void fill() {
    FluxToken& slot = window_[position_ % kWindow];
    if (!errors_.gave_up()) slot = filter_.next();
    if (!errors_.gave_up()) return;
    slot = FluxToken(RawToken{.begin = consumed_end_, .end = consumed_end_});
    slot.is_virtual = true;
  }

  TokenFilter& filter_;
  SyntaxErrors& errors_;
  std::array<FluxToken, kWindow> window_;
  std::size_t position_ = 0;
  std::uint32_t consumed_end_ = 0;
};

}  // namespace flux::syntax
