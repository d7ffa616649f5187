#include "syntax/error_strategy.h"

#include <algorithm>

#include "FluxParser.h"
#include "diagnostics/suggest.h"

namespace flux::syntax {

namespace {

using P = FluxParser;

// A token as the reader knows it; empty for those that name themselves by their group.
std::string spelling(std::size_t type) {
  switch (type) {
    case P::IDENT:
      return "a name";
    case P::NUM:
      return "a number";
    case P::PLAIN:
    case P::STR1:
    case P::STR3:
    case P::RAW1:
    case P::RAW3:
      return "a string";
    case P::NL:
      return "a new line";
    case P::STR_END:
      return "`\"`";
    case P::TEXT:
      return "";
    case P::INTERP:
      return "";
    case P::REGEX_OPEN:
      return "";
    case P::CALL:
      return "`(`";
    case P::INDEX:
      return "`[`";
    case P::BODY:
      return "`{`";
    case P::ANGLE:
      return "`<`";
    case P::ABSENT:
      return "";
    case antlr4::Token::EOF:
      return "the end of the file";
    default:
      break;
  }
  static constexpr std::pair<std::size_t, const char*> kWords[] = {{P::IMPORT, "import"},
                                                                   {P::FROM, "from"},
                                                                   {P::AS, "as"},
                                                                   {P::TYPE, "type"},
                                                                   {P::ABSTRACT, "abstract"},
                                                                   {P::LAYER, "layer"},
                                                                   {P::ENVIRONMENT, "environment"},
                                                                   {P::EXTENDS, "extends"},
                                                                   {P::AT, "at"},
                                                                   {P::FN, "fn"},
                                                                   {P::SECRET, "secret"},
                                                                   {P::EXPORT, "export"},
                                                                   {P::LET, "let"},
                                                                   {P::CHECK, "check"},
                                                                   {P::ACROSS, "across"},
                                                                   {P::ENVIRONMENTS, "environments"},
                                                                   {P::DELETE, "delete"},
                                                                   {P::FINAL, "final"},
                                                                   {P::DEFAULT, "default"},
                                                                   {P::EMIT, "emit"},
                                                                   {P::RENAMED, "renamed"},
                                                                   {P::REMOVED, "removed"},
                                                                   {P::BECAUSE, "because"},
                                                                   {P::IF, "if"},
                                                                   {P::THEN, "then"},
                                                                   {P::ELSE, "else"},
                                                                   {P::FOR, "for"},
                                                                   {P::IN, "in"},
                                                                   {P::IS, "is"},
                                                                   {P::MATCH, "match"},
                                                                   {P::WITH, "with"},
                                                                   {P::ELLIPSIS, "..."},
                                                                   {P::DOTDOT, ".."},
                                                                   {P::DOT, "."},
                                                                   {P::QDOT, "?."},
                                                                   {P::QQ, "??"},
                                                                   {P::QCOLON, "?:"},
                                                                   {P::Q, "?"},
                                                                   {P::PLUSEQ, "+="},
                                                                   {P::MINUSEQ, "-="},
                                                                   {P::ARROW, "=>"},
                                                                   {P::EQ, "=="},
                                                                   {P::NE, "!="},
                                                                   {P::LE, "<="},
                                                                   {P::GE, ">="},
                                                                   {P::LT, "<"},
                                                                   {P::GT, ">"},
                                                                   {P::AND, "&&"},
                                                                   {P::OR, "||"},
                                                                   {P::BAR, "|"},
                                                                   {P::NOT, "!"},
                                                                   {P::ASSIGN, "="},
                                                                   {P::PLUS, "+"},
                                                                   {P::MINUS, "-"},
                                                                   {P::STAR, "*"},
                                                                   {P::SLASH, "/"},
                                                                   {P::PERCENT, "%"},
                                                                   {P::COLON, ":"},
                                                                   {P::COMMA, ","},
                                                                   {P::LPAREN, "("},
                                                                   {P::RPAREN, ")"},
                                                                   {P::LBRACK, "["},
                                                                   {P::RBRACK, "]"},
                                                                   {P::LBRACE, "{"},
                                                                   {P::RBRACE, "}"}};
  const auto* found = std::find_if(std::begin(kWords), std::end(kWords),
                                   [type](const auto& word) { return word.first == type; });
  return found == std::end(kWords) ? std::string{} : std::string{"`"} + found->second + "`";
}

std::string join_or(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string expected_here(antlr4::Parser& parser) {
  const std::size_t rule = parser.getContext()->getRuleIndex();
  const antlr4::misc::IntervalSet set = parser.getATN().nextTokens(parser.getATN().states[parser.getState()]);
  const auto has = [&set](std::size_t type) { return set.contains(type); };
  if (rule == P::RuleMatchExpr && has(P::RBRACE)) return "an arm such as `\"x\" => value`";
  if (rule == P::RulePattern || rule == P::RuleArm) {
    if (has(P::NUM)) return "a pattern";
  }
  if (has(P::NOT) || (rule == P::RuleOperand && has(P::NUM))) return "a value";
  if (has(P::LBRACE) && has(P::NUM)) return "a type";
  if (rule == P::RuleLayerDecl && has(P::LBRACE)) return "`{`, `extends` or `from`";
  if (rule == P::RuleMemberRest) return "`=`, `{`, or another way to go on with the member";
  std::vector<std::string> words;
  const bool in_list = rule == P::RuleList || rule == P::RuleArguments || rule == P::RuleTypeArguments ||
                       rule == P::RuleRefinements || rule == P::RuleFnDecl || rule == P::RuleImportDecl;
  if (in_list && (has(P::RBRACK) || has(P::RPAREN) || has(P::GT) || has(P::RBRACE))) words.push_back("`,`");
  for (const ssize_t type : set.toList()) {
    std::string word = spelling(static_cast<std::size_t>(type));
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(std::move(word));
  }
  return words.empty() || words.size() > 6 ? "something else" : join_or(words);
}

std::string found_here(Builder& build) {
  const FluxToken& token = build.tokens().next();
  switch (token.type()) {
    case kEndOfFile:
      return "the end of the file";
    case P::NL:
      return "the end of the line";
    case P::STR1:
    case P::STR3:
      return "a string";
    case P::REGEX_OPEN:
      return "a regular expression";
    default:
      return build.errors().quoted(token.begin(), token.end());
  }
}

constexpr std::string_view kDeclarations[] = {"import",      "type", "abstract", "layer",
                                              "environment", "fn",   "let"};
constexpr std::string_view kTerraformBlocks[] = {"resource", "data",   "provider", "variable",
                                                 "locals",   "module", "output",   "terraform"};

// The way out of the likely mistakes.
std::string advice(Builder& build, const std::string& expected) {
  const FluxToken& found = build.tokens().next();
  const auto wants = [&expected](std::string_view what) { return expected.find(what) != std::string::npos; };
  const bool after_value = wants("a new line");
  if (wants("a declaration")) {
    const std::string_view word = build.errors().text(found.begin(), found.end());
    if (std::find(std::begin(kTerraformBlocks), std::end(kTerraformBlocks), word) !=
        std::end(kTerraformBlocks))
      return "blocks of Terraform stand in the `emit terraform { … }` of a type";
    if (found.type() == P::IDENT && build.tokens().filter().pending().type == P::ASSIGN)
      return "a value of the file is named by `let`; members stand in a `layer` or `environment`";
    return {};
  }
  switch (found.type()) {
    case P::NL:
      if (build.tokens().filter().pending().type == P::LBRACE && wants("`{`")) {
        return "the `{` stands on the line of what it belongs to";
      }
      return {};
    case P::LPAREN:
      if (expected == "a name") return "a loop is written `for x in xs { … }`";
      return after_value || wants("a member") ? "the `(` of a call touches the function's name: `f(…)`" : "";
    case P::LBRACK:
      return after_value ? "the `[` of an index touches what it is applied to: `a[…]`" : "";
    case P::THEN:
      return wants("`{`") ? "as a member, `if` is written `if condition { … } else { … }`" : "";
    case P::IF:
      return after_value ? "a choice is written `if condition then a else b`" : "";
    case P::IDENT:
      if (wants("a string or `{`")) return "an import is written `import { Name } from \"file.flux\"`";
      if (after_value && build.errors().text(found.begin(), found.end()) == "and")
        return "`&&` joins conditions";
      if (after_value && build.errors().text(found.begin(), found.end()) == "or")
        return "`||` joins conditions";
      return wants("`then`") ? "as a value, `if` is written `if condition then a else b`" : "";
    case P::Q:
    case P::QCOLON:
      return "a choice is written `if condition then a else b`";
    case P::GE:
      return wants("`>`") ? "put a space between `>` and `=`" : "";
    case P::ASSIGN:
      if (wants("`extends`")) return "a `:` stands before the type: `layer name : Type { … }`";
      return wants("`{`") || after_value ? "`==` compares" : "";
    case P::EQ:
      return "`=` sets a value, `==` compares";
    case P::COLON:
      return after_value ? "a value is set with `=`; a choice is written `if condition then a else b`" : "";
    case P::LBRACE:
      return after_value ? "in the head of `if`, `for` and `match`, a construction stands in parentheses"
                         : "";
    default:
      return wants("`then`") ? "as a value, `if` is written `if condition then a else b`" : "";
  }
}

}  // namespace

void report_unexpected(Builder& build, const std::string& expected) {
  SyntaxErrors& errors = build.errors();
  if (errors.recovering) return;
  errors.recovering = true;
  const FluxToken& token = build.tokens().next();
  if (token.is_virtual) return;  // what is missing here has been reported
  const bool declares = expected.starts_with("a declaration");
  if (declares && errors.follows_error(token.begin())) return;
  Diagnostic& diagnostic = errors.report(Code::unexpected_token, token.begin(), token.end(),
                                         "expected " + expected + ", found " + found_here(build));
  diagnostic.with_help(advice(build, expected));
  if (declares) {
    if (const auto near = closest(errors.text(token.begin(), token.end()), kDeclarations)) {
      diagnostic.fix("did you mean `" + std::string(*near) + "`?", errors.span(token.begin(), token.end()),
                     std::string(*near));
    }
  }
  const RawToken* open = build.tokens().filter().bracket_around(token);
  const bool wants_closer =
      expected.find("`]`") != std::string::npos || expected.find("`)`") != std::string::npos;
  if (wants_closer && open != nullptr) diagnostic.label(errors.span(open->begin, open->end), "still open");
}

antlr4::Token* ErrorStrategy::recoverInline(antlr4::Parser* parser) {
  throw antlr4::InputMismatchException(parser);
}

void ErrorStrategy::reportError(antlr4::Parser* parser, const antlr4::RecognitionException&) {
  if (!build_.errors().recovering) report_unexpected(build_, expected_here(*parser));
}

void ParserBase::check_nesting() {
  if (build->nesting() <= ast::kMaxNesting) return;
  const FluxToken& token = build->tokens().next();
  if (!build->errors().gave_up()) {
    build->errors()
        .give_up(Code::nesting_too_deep, token.begin(), token.end(),
                 "brackets or `else if`s are nested more than " + std::to_string(ast::kMaxNesting) + " deep")
        .with_help("the rest of the file is not read; name inner parts with `let`");
  }
  build->errors().recovering = true;
  throw Abandon{};
}

void ParserBase::unexpected(Expected expected) {
  report_unexpected(*build,
                    expected == Expected::member
                        ? "a member such as `name = value`"
                        : "a declaration: `import`, `type`, `layer`, `environment`, `fn`, `let` or `secret`");
  throw Abandon{};
}

void ParserBase::expect_end(Expected end) {
  const std::uint32_t type = build->tokens().next().type();
  if (type == P::NL || type == P::COMMA || type == kEndOfFile) return;
  if (end == Expected::member_end && type == P::RBRACE) return;
  report_unexpected(*build, end == Expected::member_end ? "a new line or `,` after the member"
                                                        : "a new line after the declaration");
  // What was read stands; only the rest of the line is passed over.
  const Start rest = build->start();
  recover(Abandon{}, rest);
}

void ParserBase::recover(const antlr4::RecognitionException& error, const Start& start) {
  _errHandler->reportError(this, error);
  build->restore(start);
  TokenWindow& tokens = build->tokens();
  if (build->errors().gave_up()) tokens.cut();
  const std::uint32_t depth = start.depth;
  for (; tokens.next().type() != kEndOfFile; tokens.consume()) {
    const FluxToken& next = tokens.next();
    if (next.depth < depth) break;
    const bool separator = next.type() == P::NL || next.type() == P::COMMA;
    // A body that begins on the next line belongs to what could not be read.
    const bool goes_on = next.type() == P::NL && tokens.filter().pending().type == P::LBRACE;
    if (next.depth == depth && separator && !goes_on) break;
  }
  build->errors().recovering = false;
  if (depth > 0) build->error_member(start);
}

}  // namespace flux::syntax
