#include "emit/argocd/glob.h"

#include <re2/re2.h>

#include <string>

namespace flux::argocd {
namespace {

std::string to_regex(std::string_view pattern, char separator) {
  const std::string one = separator == '\0' ? "." : std::string{"[^"} + separator + "]";
  std::string regex;
  int open_braces = 0;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const auto literal = [&](std::string_view text) { regex += RE2::QuoteMeta({text.data(), text.size()}); };
    if (c == '\\' && i + 1 < pattern.size()) {
      literal(pattern.substr(++i, 1));
    } else if (in_class) {
      in_class = c != ']';
      regex += c == '[' || c == '^' ? std::string{'\\', c} : std::string{c};
    } else if (c == '[') {
      in_class = true;
      const bool negated = i + 1 < pattern.size() && pattern[i + 1] == '!';
      regex += negated ? "[^" : "[";
      if (negated) ++i;
    } else if (c == '*') {
      const bool crosses = i + 1 < pattern.size() && pattern[i + 1] == '*';
      regex += (crosses ? std::string{"."} : one) + "*";
      if (crosses) ++i;
    } else if (c == '?') {
      regex += one;
    } else if (c == '{') {
      ++open_braces;
      regex += "(?:";
    } else if (c == '}' && open_braces > 0) {
      --open_braces;
      regex += ")";
    } else if (c == ',' && open_braces > 0) {
      regex += "|";
    } else {
      // Bytes of a longer code point must stay together, and need no quoting.
      if (static_cast<unsigned char>(c) >= 0x80) {
        regex += c;
      } else {
        literal(pattern.substr(i, 1));
      }
    }
  }
  return regex;
}

}  // namespace

Glob::Glob(std::string_view pattern, char separator) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  regex_ = std::make_unique<RE2>(to_regex(pattern, separator), options);
}

Glob::~Glob() = default;
Glob::Glob(Glob&&) noexcept = default;
Glob& Glob::operator=(Glob&&) noexcept = default;

bool Glob::matches(std::string_view text) const {
  return regex_->ok() && RE2::FullMatch({text.data(), text.size()}, *regex_);
}

}  // namespace flux::argocd
