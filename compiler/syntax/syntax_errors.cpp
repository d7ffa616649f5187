#include "syntax/syntax_errors.h"

#include "syntax/ast.h"

namespace flux::syntax {

Diagnostic& SyntaxErrors::report(Code code, std::uint32_t begin, std::uint32_t end, std::string message) {
  if (gave_up_) return suppressed_ = Diagnostic{};
  if (reported_ == ast::kMaxSyntaxErrors) {
    gave_up_ = true;
    diagnostics_.error(Code::too_many_syntax_errors, span(begin, begin),
                       "too many syntax errors; the rest of the file is not reported");
    return suppressed_ = Diagnostic{};
  }
  ++reported_;
  return diagnostics_.error(code, span(begin, end), std::move(message));
}

Diagnostic& SyntaxErrors::give_up(Code code, std::uint32_t begin, std::uint32_t end, std::string message) {
  Diagnostic& diagnostic = report(code, begin, end, std::move(message));
  gave_up_ = true;
  return diagnostic;
}

bool SyntaxErrors::follows_error(std::uint32_t begin) const {
  return reported_ > 0 && begin > 0 && (text_[begin - 1] == ' ' || text_[begin - 1] == '\t');
}

std::string SyntaxErrors::quoted(std::uint32_t begin, std::uint32_t end) const {
  constexpr std::size_t kLongest = 40;
  std::string_view shown = text_.substr(begin, end - begin);
  shown = shown.substr(0, shown.find('\n'));
  bool cut = shown.size() < end - begin;
  if (shown.size() > kLongest) {
    std::size_t size = kLongest;
    while (size > 0 && (static_cast<unsigned char>(shown[size]) & 0xC0) == 0x80) --size;
    shown = shown.substr(0, size);
    cut = true;
  }
  return "`" + std::string{shown} + (cut ? "…`" : "`");
}

}  // namespace flux::syntax
