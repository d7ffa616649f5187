// Syntax errors in the reader's words. The generated parser throws at the first mistake; the error passes
// through every rule up to the member or declaration, which recovers (see ParserBase::recover).
#pragma once

#include <antlr4-runtime.h>

#include "syntax/parser_base.h"

namespace flux::syntax {

class ErrorStrategy final : public antlr4::ANTLRErrorStrategy {
public:
  explicit ErrorStrategy(Builder& build) : build_(build) {}

  void reset(antlr4::Parser*) override {}
  void sync(antlr4::Parser*) override {}
  void reportMatch(antlr4::Parser*) override {}
  bool inErrorRecoveryMode(antlr4::Parser*) override { return build_.errors().recovering; }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void recover(antlr4::Parser*, std::exception_ptr error) override { std::rethrow_exception(error); }
  /// Once an error: the rules around it call this too.
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;

private:
  Builder& build_;
};

/// Reports the token that the parser stands at. `expected` is a phrase such as "a type".
void report_unexpected(Builder& build, const std::string& expected);

}  // namespace flux::syntax
