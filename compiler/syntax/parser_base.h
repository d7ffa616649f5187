// What the generated parser is built on: its builder, its limits and its recovery.
#pragma once

#include <antlr4-runtime.h>

#include <utility>

#include "syntax/builder.h"

namespace flux::syntax {

/// What a message names where no list of tokens would help.
enum class Expected : std::uint8_t { declaration, declaration_end, member, member_end };

/// Frees the rule contexts made during its life: nobody looks at those of a finished member or declaration.
class TreeScope {
public:
  explicit TreeScope(antlr4::tree::ParseTreeTracker& tracker)
      : tracker_(tracker), outer_(std::exchange(tracker, {})) {}
  ~TreeScope() {
    tracker_.reset();
    tracker_ = std::move(outer_);
  }
  TreeScope(const TreeScope&) = delete;
  TreeScope& operator=(const TreeScope&) = delete;

private:
  antlr4::tree::ParseTreeTracker& tracker_;
  antlr4::tree::ParseTreeTracker outer_;
};

/// One level of nesting; check_nesting() looks whether it was one too many.
class Nesting {
public:
  explicit Nesting(Builder& build) : build_(build) { ++build_.nesting(); }
  ~Nesting() { --build_.nesting(); }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

private:
  Builder& build_;
};

class ParserBase : public antlr4::Parser {
public:
  explicit ParserBase(antlr4::TokenStream* tokens) : Parser(tokens) {}

  Builder* build = nullptr;  ///< set before parsing; not owned

protected:
  void check_nesting();
  [[noreturn]] void unexpected(Expected expected);
  /// Reports what stands after a member or declaration that should have ended.
  void expect_end(Expected end);
  /// Goes on behind the member or declaration that could not be read.
  void recover(const antlr4::RecognitionException& error, const Start& start);
};

}  // namespace flux::syntax
