#include "syntax/raw_lexer.h"

#include <utility>

#include "FluxLexer.h"
#include "syntax/byte_stream.h"

namespace flux::syntax {

namespace {

// ANTLR shares the automata that it builds while lexing between threads, behind a lock that every character
// takes. Here each thread has its own (they take milliseconds to build), and nothing is locked.
class Simulator final : public antlr4::atn::LexerATNSimulator {
public:
  Simulator(antlr4::Lexer* lexer, const antlr4::atn::ATN& network)
      : LexerATNSimulator(lexer, network, automata(network).of_modes, automata(network).contexts) {}

  void consume(antlr4::CharStream* input) override { input->consume(); }  // lines are not counted

protected:
  antlr4::dfa::DFAState* getExistingTargetState(antlr4::dfa::DFAState* state, std::size_t symbol) override {
    const auto edge = state->edges.find(symbol);
    return edge == state->edges.end() ? nullptr : edge->second;
  }

private:
  struct Automata {
    std::vector<antlr4::dfa::DFA> of_modes;
    antlr4::atn::PredictionContextCache contexts;
  };
  static Automata& automata(const antlr4::atn::ATN& network) {
    thread_local Automata own;
    if (own.of_modes.empty()) {
      own.of_modes.reserve(network.getNumberOfDecisions());
      for (std::size_t i = 0; i < network.getNumberOfDecisions(); ++i)
        own.of_modes.emplace_back(network.getDecisionState(i), i);
    }
    return own;
  }
};

}  // namespace

// The generated lexer without what surrounds it: no token objects, no channels, no line counting.
class RawLexer::Engine final : private FluxLexer {
public:
  explicit Engine(std::string_view text)
      : FluxLexer(nullptr), stream_(text), simulator_(new Simulator(this, getATN())) {
    delete std::exchange(_interpreter, simulator_);  // the base class owns it now
    _input = &stream_;
    if (text.starts_with("\xEF\xBB\xBF")) stream_.seek(3);  // a byte order mark
  }

  struct Match {
    std::size_t type;
    std::uint32_t begin;
    std::uint32_t end;
  };
  Match scan() {
    for (;;) {
      if (mode == DEFAULT_MODE) stream_.skip_blanks();
      const auto begin = static_cast<std::uint32_t>(stream_.index());
      if (begin >= stream_.size()) return {FluxToken::EOF, begin, begin};
      type = FluxToken::INVALID_TYPE;
      const std::size_t matched = simulator_->match(&stream_, mode);
      if (type == SKIP) continue;
      const std::size_t found = type == FluxToken::INVALID_TYPE ? matched : type;
      return {found, begin, static_cast<std::uint32_t>(stream_.index())};
    }
  }

private:
  // An unmatched `}` must not empty the stack; the filter reports it.
  std::size_t popMode() override { return modeStack.empty() ? mode : FluxLexer::popMode(); }

  ByteStream stream_;
  Simulator* simulator_;
};

RawLexer::RawLexer(std::string_view text, SyntaxErrors& errors)
    : text_(text), errors_(errors), engine_(std::make_unique<Engine>(text)) {}

RawLexer::~RawLexer() = default;

RawToken RawLexer::finish(RawToken token) {
  token.after_newline = newline_;
  newline_ = false;
  token.first_doc = used_docs_;
  token.last_doc = used_docs_ = static_cast<std::uint32_t>(docs_.size());
  return token;
}

RawToken RawLexer::end_of_file() {
  const auto size = static_cast<std::uint32_t>(text_.size());
  if (!open_strings_.empty()) {
    const std::uint32_t quote = open_strings_.back();
    const std::uint32_t width = text_.substr(quote, 3) == "\"\"\"" ? 3 : 1;
    errors_.give_up(Code::unterminated_string, quote, quote + width, "this string does not end")
        .with_help("close it with " + errors_.quoted(quote, quote + width));
  }
  return finish({.type = kEndOfFile, .begin = size, .end = size});
}

RawToken RawLexer::next() {
  for (;;) {
    const auto [type, begin, end] = engine_->scan();
    const RawToken token{.type = static_cast<std::uint32_t>(type), .begin = begin, .end = end};
    switch (type) {
      case FluxToken::EOF:
        return end_of_file();
      case FluxLexer::NEWLINE:
        newline_ = true;
        continue;
      case FluxLexer::DOC:
        docs_.push_back({begin + 3, end});
        continue;
      case FluxLexer::LINE_COMMENT:
        continue;
      case FluxLexer::BLOCK_COMMENT: {
        const std::string_view comment = text_.substr(begin, end - begin);
        if (comment.size() < 4 || !comment.ends_with("*/")) {
          errors_.give_up(Code::unterminated_string, begin, begin + 2, "this comment does not end")
              .with_help("close it with `*/`");
        }
        if (comment.find('\n') != std::string_view::npos) newline_ = true;
        continue;
      }
      case FluxLexer::RAW3:
        if (end - begin < 7 || !text_.substr(begin, end - begin).ends_with("\"\"\"")) {
          errors_.give_up(Code::unterminated_string, begin, begin + 4, "this raw string does not end")
              .with_help("close it with `\"\"\"`");
        }
        return finish(token);
      case FluxLexer::STR1:
      case FluxLexer::STR3:
        open_strings_.push_back(begin);
        return finish(token);
      case FluxLexer::STR_END:
        open_strings_.pop_back();
        return finish(token);
      case FluxLexer::STR_BROKEN: {
        errors_
            .report(Code::unterminated_string, open_strings_.back(), begin,
                    "this string does not end on its line")
            .with_help("close it with `\"`, or write a text of several lines between `\"\"\"`");
        open_strings_.pop_back();
        RawToken closed = finish({.type = FluxLexer::STR_END, .begin = begin, .end = begin});
        newline_ = true;
        return closed;
      }
      case FluxLexer::REGEX_BROKEN:
        errors_
            .report(Code::unterminated_string, begin, end, "this regular expression does not end on its line")
            .with_help("close it with `/`; a `/` inside is written `\\/`");
        return finish({.type = FluxLexer::REGEX_OPEN, .begin = begin, .end = end});
      case FluxLexer::HASH_COMMENT:
        errors_.report(Code::unknown_character, begin, begin + 1, "`#` starts no comment here")
            .with_help("comments begin with `//`")
            .fix("write `//`", errors_.span(begin, begin + 1), "//");
        continue;
      case FluxLexer::SINGLE_QUOTED:
        errors_.report(Code::unknown_character, begin, end, "a string stands between double quotes")
            .with_help("write `\"…\"`");
        return finish({.type = FluxLexer::PLAIN, .begin = begin, .end = end});
      case FluxLexer::SEMICOLON:
        errors_.report(Code::unknown_character, begin, end, "`;` separates nothing here")
            .with_help("members are separated by a new line or a comma");
        newline_ = true;
        continue;
      case FluxLexer::BAD: {
        // A run of them, and every byte of one character, is one mistake.
        std::uint32_t whole = end;
        while (whole < text_.size() && (static_cast<unsigned char>(text_[whole]) & 0xC0) == 0x80) ++whole;
        const bool continues = begin == last_bad_end_ && begin != 0;
        last_bad_end_ = end;
        if (!continues) {
          errors_
              .report(Code::unknown_character, begin, whole,
                      errors_.quoted(begin, whole) + " starts no token")
              .with_help("a name with other characters is quoted: `\"my name\" = …`");
        }
        continue;
      }
      default:
        return finish(token);
    }
  }
}

}  // namespace flux::syntax
