#include "syntax/token_filter.h"

#include <algorithm>
#include <bitset>
#include <utility>

#include "FluxParser.h"

namespace flux::syntax {

namespace {

using P = FluxParser;
using Word = std::pair<std::string_view, std::uint32_t>;

constexpr Word kDeclarations[] = {
    {"import", P::IMPORT}, {"type", P::TYPE},     {"abstract", P::ABSTRACT},
    {"layer", P::LAYER},   {"fn", P::FN},         {"environment", P::ENVIRONMENT},
    {"let", P::LET},       {"secret", P::SECRET}, {"export", P::EXPORT}};
constexpr Word kMembers[] = {{"let", P::LET},         {"check", P::CHECK},     {"delete", P::DELETE},
                             {"final", P::FINAL},     {"default", P::DEFAULT}, {"emit", P::EMIT},
                             {"renamed", P::RENAMED}, {"removed", P::REMOVED}, {"if", P::IF},
                             {"for", P::FOR},         {"export", P::EXPORT}};
constexpr Word kExpressions[] = {{"if", P::IF}, {"then", P::THEN}, {"else", P::ELSE},   {"for", P::FOR},
                                 {"in", P::IN}, {"is", P::IS},     {"match", P::MATCH}, {"with", P::WITH}};
constexpr Word kContinuations[] = {{"then", P::THEN}, {"else", P::ELSE}, {"is", P::IS}};

constexpr std::uint32_t kName = P::IDENT;

template <std::size_t N>
std::uint32_t look_up(const Word (&words)[N], std::string_view text) {
  for (const auto& [word, type] : words) {
    if (word == text) return type;
  }
  return P::IDENT;
}

class TypeSet {
public:
  TypeSet(std::initializer_list<std::uint32_t> types) {
    for (std::uint32_t type : types) set_.set(type);
  }
  bool has(std::uint32_t type) const { return type < set_.size() && set_.test(type); }

private:
  std::bitset<160> set_;
};

// A word before one of these on its line is a name, whatever it says.
const TypeSet kNameUse{P::ASSIGN, P::PLUSEQ, P::MINUSEQ, P::COLON,  P::QCOLON,
                       P::DOT,    P::LBRACE, P::COMMA,   P::RBRACE, P::EQ};
// A line that ends with one of these goes on.
const TypeSet kUnfinished{
    P::ASSIGN, P::PLUSEQ, P::MINUSEQ,      P::COLON,    P::QCOLON,  P::ARROW,   P::COMMA,   P::DOT,
    P::QDOT,   P::QQ,     P::AND,          P::OR,       P::BAR,     P::NOT,     P::EQ,      P::NE,
    P::LE,     P::GE,     P::LT,           P::PLUS,     P::MINUS,   P::SLASH,   P::STAR,    P::PERCENT,
    P::IF,     P::THEN,   P::ELSE,         P::FOR,      P::IN,      P::IS,      P::MATCH,   P::WITH,
    P::LET,    P::CHECK,  P::DELETE,       P::FINAL,    P::DEFAULT, P::RENAMED, P::REMOVED, P::EXTENDS,
    P::FROM,   P::AT,     P::AS,           P::ELLIPSIS, P::LBRACE,  P::BODY,    P::NL,      P::BECAUSE,
    P::ANGLE,  P::ACROSS, P::ENVIRONMENTS, P::EXPORT};
// A line that begins with one of these goes on with the one before.
const TypeSet kContinuing{P::ASSIGN, P::COLON,   P::ARROW,   P::DOT,   P::QDOT,    P::QQ,     P::AND,
                          P::OR,     P::BAR,     P::EQ,      P::NE,    P::LE,      P::GE,     P::LT,
                          P::GT,     P::PLUS,    P::STAR,    P::SLASH, P::PERCENT, P::RBRACE, P::COMMA,
                          P::THEN,   P::BECAUSE, P::EXTENDS, P::FROM,  P::AT};
// After one of these, a bracket that touches is a call or an index.
const TypeSet kOperandEnd{P::IDENT, P::RPAREN, P::RBRACK, P::RBRACE, P::GT,  P::STR_END,
                          P::PLAIN, P::Q,      P::RAW1,   P::RAW3,   P::STAR};
const TypeSet kStrings{P::PLAIN, P::STR1, P::STR3, P::RAW1, P::RAW3};

bool is_closer(std::uint32_t type) {
  return type == P::RPAREN || type == P::RBRACK || type == P::RBRACE;
}

}  // namespace

TokenFilter::TokenFilter(RawLexer& lexer, SyntaxErrors& errors, Input input)
    : lexer_(lexer), errors_(errors), input_(input), previous_(input == Input::file ? P::NL : P::ASSIGN) {
  following_ = lexer_.next();
  advance();
  current_.after_newline = input == Input::file;
}

void TokenFilter::advance() {
  current_ = following_;
  if (current_.type != kEndOfFile) following_ = lexer_.next();
  classified_ = false;
}

FluxToken TokenFilter::next() {
  while (!classified_) {
    if (to_close_ == 0 && !mend_brackets()) {  // an unmatched closing bracket: dropped
      advance();
      continue;
    }
    if (to_close_ > 0) return close_virtually();
    current_type_ = current_.type == P::IDENT ? keyword() : current_.type;
    classified_ = true;
    if (current_.after_newline && newline_separates(current_type_)) {
      renaming_ = false;
      heads_.resize(frames_.empty() ? 0 : frames_.back().first_head);
      if (frames_.empty()) header_ = Header::none;
      return emit({.type = P::NL, .begin = previous_end_, .end = previous_end_}, P::NL);
    }
  }
  const std::uint32_t type = refine(current_type_);
  const RawToken token = current_;
  track(type);
  if (is_closer(type)) {
    heads_.resize(frames_.back().first_head);
    frames_.pop_back();
  }
  FluxToken result = emit(token, type);
  open_frame(type);
  if (current_.type != kEndOfFile) advance();
  return result;
}

FluxToken TokenFilter::emit(RawToken token, std::uint32_t type) {
  token.type = type;
  FluxToken result(token);
  result.depth = static_cast<std::uint32_t>(frames_.size());
  if (type == kEndOfFile) result.is_virtual = end_reported_;
  previous_ = type;
  previous_end_ = token.end;
  return result;
}

FluxToken TokenFilter::close_virtually() {
  --to_close_;
  const std::uint32_t closer = frames_.back().closer;
  heads_.resize(frames_.back().first_head);
  frames_.pop_back();
  FluxToken result = emit({.type = closer, .begin = previous_end_, .end = previous_end_}, closer);
  result.is_virtual = true;
  return result;
}

// ---- brackets ----

// False when the current token is to be dropped. Sets to_close_.
bool TokenFilter::mend_brackets() {
  const std::uint32_t type = current_.type;
  if (type == kEndOfFile) {
    if (frames_.empty()) return true;
    report_unclosed(has_suspect_ ? suspect_ : frames_.back(), current_.begin, current_.end);
    end_reported_ = true;
    to_close_ = frames_.size();
    return true;
  }
  if (is_closer(type)) {
    const auto found = std::find_if(frames_.rbegin(), frames_.rend(),
                                    [type](const Frame& frame) { return frame.closer == type; });
    if (found == frames_.rend()) {
      const std::string bracket = errors_.quoted(current_.begin, current_.end);
      if (!errors_.recovering) {
        errors_.report(Code::unexpected_token, current_.begin, current_.end, bracket + " closes nothing")
            .fix("remove it", errors_.span(current_.begin, current_.end), "");
      }
      return false;
    }
    to_close_ = static_cast<std::size_t>(found - frames_.rbegin());
    if (to_close_ > 0) {
      report_unclosed(frames_.back(), current_.begin, current_.end);
    } else if (type == P::RBRACE && current_.after_newline && !has_suspect_ &&
               frames_.back().indent != indent_of(current_.begin)) {
      has_suspect_ = true;
      suspect_ = frames_.back();
    }
    return true;
  }
  // In brackets inside a body nothing can be set, so a line `name = …` there means that they were never
  // closed.
  if (current_.after_newline && !frames_.empty() && frames_.back().kind == Kind::parentheses &&
      (type == P::IDENT || type == P::PLAIN) &&
      (following_.type == P::ASSIGN || following_.type == P::PLUSEQ)) {
    const auto body = std::find_if(frames_.rbegin(), frames_.rend(),
                                   [](const Frame& frame) { return frame.kind != Kind::parentheses; });
    if (body != frames_.rend() && frames_.back().open.type != P::INTERP) {
      report_unclosed(frames_.back(), current_.begin, current_.end);
      to_close_ = static_cast<std::size_t>(body - frames_.rbegin());
    }
    return true;
  }
  if (current_.after_newline && type == P::IDENT && !frames_.empty()) declaration_in_body();
  return true;
}

// Outside of `emit`, `layer x …` at the margin of a file inside a body means that the body was never closed.
void TokenFilter::declaration_in_body() {
  if (following_.type != P::IDENT || following_.after_newline || indent_of(current_.begin) != 0) return;
  const std::uint32_t word = look_up(kDeclarations, text(current_));
  if (word == P::IDENT || word == P::LET || word == P::IMPORT) return;
  if (word == P::EXPORT && look_up(kDeclarations, text(following_)) == P::IDENT) return;  // a field
  if (std::any_of(frames_.begin(), frames_.end(), [](const Frame& frame) { return frame.in_emit; })) return;
  if (current_.begin > 0 && lexer_.text()[current_.begin - 1] != '\n') return;
  report_unclosed(has_suspect_ ? suspect_ : frames_.back(), current_.begin, current_.end);
  has_suspect_ = false;
  to_close_ = frames_.size();
}

void TokenFilter::report_unclosed(const Frame& frame, std::uint32_t begin, std::uint32_t end) {
  if (errors_.recovering) return;
  const std::string bracket = errors_.quoted(frame.open.begin, frame.open.end);
  const std::string here = begin == end ? "the end of the file" : errors_.quoted(begin, end);
  errors_.report(Code::unclosed_bracket, begin, end, bracket + " is never closed: found " + here)
      .label(errors_.span(frame.open.begin, frame.open.end), "opened here")
      .with_help("close it where what it holds ends");
}

void TokenFilter::open_frame(std::uint32_t type) {
  const bool brace = type == P::LBRACE || type == P::BODY;
  const bool parentheses = type == P::LPAREN || type == P::CALL || type == P::LBRACK || type == P::INDEX ||
                           type == P::REGEX_OPEN || type == P::INTERP;
  if (!brace && !parentheses) return;
  Frame frame{};
  frame.open = current_;
  frame.open.type = type;
  frame.first_head = heads_.size();
  frame.in_emit = emit_ahead_ || (!frames_.empty() && frames_.back().in_emit);
  if (brace) {
    frame.closer = P::RBRACE;
    frame.kind = header_ == Header::import && frames_.empty() ? Kind::import_list : Kind::body;
    if (type == P::BODY && current_type_ == P::MATCH) frame.kind = Kind::match_body;
    frame.indent = indent_of(current_.begin);
    emit_ahead_ = false;
  } else {
    frame.kind = Kind::parentheses;
    frame.closer = type == P::INTERP                       ? P::RBRACE
                   : type == P::LBRACK || type == P::INDEX ? P::RBRACK
                                                           : P::RPAREN;
    if (type == P::REGEX_OPEN) frame.open.end = frame.open.begin + 1;
  }
  frames_.push_back(frame);
}

// ---- words ----

std::string_view TokenFilter::text(const RawToken& token) const {
  return lexer_.text().substr(token.begin, token.end - token.begin);
}

std::uint32_t TokenFilter::indent_of(std::uint32_t offset) const {
  const std::string_view source = lexer_.text();
  std::size_t line = offset;
  // Bounded: a line that is longer than this has no indentation worth comparing.
  while (line > 0 && source[line - 1] != '\n' && offset - line < 400) --line;
  std::uint32_t indent = 0;
  while (line + indent < offset && (source[line + indent] == ' ' || source[line + indent] == '\t')) ++indent;
  return indent;
}

bool TokenFilter::newlines_count() const {
  return frames_.empty() ? input_ == Input::file : frames_.back().kind != Kind::parentheses;
}

bool TokenFilter::starts_member() const {
  return newlines_count() && (current_.after_newline || previous_ == P::LBRACE || previous_ == P::BODY ||
                              previous_ == P::COMMA || previous_ == P::NL);
}

bool TokenFilter::followed_by_name_use() const {
  if (following_.type == P::LBRACK) return following_.begin == current_.end;
  return kNameUse.has(following_.type) && !following_.after_newline;
}

std::uint32_t TokenFilter::keyword() const {
  const std::string_view word = text(current_);
  if (previous_ == P::DOT || previous_ == P::QDOT) return P::IDENT;
  if (previous_ == P::FINAL || previous_ == P::DEFAULT || previous_ == P::RENAMED || previous_ == P::DELETE) {
    return P::IDENT;
  }
  if (previous_ == P::EXPORT && !frames_.empty()) {
    return word == "final" && !followed_by_name_use() ? std::uint32_t{P::FINAL} : kName;
  }
  if (frames_.empty() && input_ == Input::path) return P::IDENT;
  if (word == "because" && kStrings.has(following_.type)) return P::BECAUSE;
  if (frames_.empty() && input_ == Input::file) return keyword_at_file_level(word, starts_member());
  if (!frames_.empty() && frames_.back().kind == Kind::import_list) {
    return word == "as" && previous_ == P::IDENT ? std::uint32_t{P::AS} : kName;
  }
  return keyword_in_body(word, starts_member());
}

std::uint32_t TokenFilter::keyword_at_file_level(std::string_view word, bool starts) const {
  if (previous_ == P::ABSTRACT && word == "type") return P::TYPE;
  if (header_ != Header::none) {
    if (word == "from" && following_.type != P::DOT) return P::FROM;
    if (word == "extends" && header_ == Header::declaration) return P::EXTENDS;
    if (word == "at" && previous_ == P::IDENT && header_ == Header::declaration) return P::AT;
    if (word == "as" &&
        (previous_ == P::PLAIN || previous_ == P::IDENT || previous_ == P::RPAREN || previous_ == P::GT)) {
      return P::AS;
    }
  }
  if (starts || previous_ == P::EXPORT) {
    const std::uint32_t declaration = look_up(kDeclarations, word);
    // `secret<T>` is a type, and may begin a line that goes on.
    if (declaration == P::SECRET && following_.type != P::IDENT) return P::IDENT;
    return declaration != P::IDENT ? declaration : look_up(kContinuations, word);
  }
  return keyword_in_body(word, false);
}

std::uint32_t TokenFilter::keyword_in_body(std::string_view word, bool starts) const {
  const bool in_match = !frames_.empty() && frames_.back().kind == Kind::match_body;
  if (starts && in_match) return word == "then" ? kName : look_up(kContinuations, word);
  if (starts) {
    if (word != "else" && followed_by_name_use()) return P::IDENT;
    const std::uint32_t member = look_up(kMembers, word);
    return member != P::IDENT ? member : look_up(kContinuations, word);
  }
  if (previous_ == P::CHECK && word == "across" && text(following_) == "environments") return P::ACROSS;
  if (previous_ == P::ACROSS) return P::ENVIRONMENTS;
  if (previous_ == P::IS && word == "absent" && following_.type != P::DOT && following_.type != P::LT)
    return P::ABSENT;
  if (word == "from" && renaming_) return P::FROM;
  // Two words in a row: only a type is followed by `as` and a style.
  if (word == "as" && following_.type == P::IDENT && !following_.after_newline &&
      (previous_ == P::IDENT || previous_ == P::RPAREN || previous_ == P::GT)) {
    return P::AS;
  }
  return look_up(kExpressions, word);
}

// ---- newlines, calls and bodies ----

bool TokenFilter::newline_separates(std::uint32_t type) const {
  if (!newlines_count() || type == kEndOfFile || kUnfinished.has(previous_) || kContinuing.has(type))
    return false;
  const bool in_match = !frames_.empty() && frames_.back().kind == Kind::match_body;
  if (type == P::IS) return in_match;  // an arm of its own
  if (type == P::ELSE) return in_match && following_.type == P::ARROW;
  return true;
}

// What the token is to the grammar, by what stands before it.
std::uint32_t TokenFilter::refine(std::uint32_t type) {
  const std::size_t first_head = frames_.empty() ? 0 : frames_.back().first_head;
  const bool awaits_body = heads_.size() > first_head;
  const auto drop_heads = [&] {
    while (heads_.size() > first_head && heads_.back() != P::MATCH) heads_.pop_back();
  };
  switch (type) {
    case P::LPAREN:
      return touches_previous() && kOperandEnd.has(previous_) ? std::uint32_t{P::CALL} : type;
    case P::LBRACK:
      return touches_previous() && kOperandEnd.has(previous_) ? std::uint32_t{P::INDEX} : type;
    case P::LT:
      return testing_type_ && previous_ == P::IDENT ? std::uint32_t{P::ANGLE} : type;
    case P::IF:
    case P::FOR:
    case P::MATCH:
      heads_.push_back(type);
      return type;
    case P::THEN:
      if (awaits_body && heads_.back() == P::IF) heads_.pop_back();
      return type;
    case P::COLON:
    case P::ARROW:
      drop_heads();
      return type;
    case P::LBRACE:
      if (!awaits_body || previous_ == P::WITH) return type;
      current_type_ = heads_.back();  // open_frame wants to know whose body it is
      if (heads_.back() == P::MATCH) {
        heads_.pop_back();
      } else {
        drop_heads();
      }
      return P::BODY;
    default:
      return type;
  }
}

void TokenFilter::track(std::uint32_t type) {
  testing_type_ = type == P::IS || (testing_type_ && (type == P::IDENT || type == P::DOT));
  if (type == P::EMIT) emit_ahead_ = true;
  if (type == P::RENAMED) renaming_ = true;
  if (type == P::FROM) renaming_ = false;
  if (!frames_.empty()) return;
  if (type == P::IMPORT) header_ = Header::import;
  if (type == P::LAYER || type == P::ENVIRONMENT || type == P::TYPE || type == P::FN || type == P::LET ||
      type == P::SECRET) {
    header_ = Header::declaration;
  }
}

}  // namespace flux::syntax
