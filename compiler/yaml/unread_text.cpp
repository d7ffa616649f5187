#include "yaml/unread_text.h"

#include <algorithm>
#include <string_view>

namespace flux {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '$';
}

/// How much of the line is indentation, a dash or brace, and a key with its colon.
std::size_t size_of_head(std::string_view line) {
  std::size_t at = 0;
  const auto skip_space = [&] {
    while (at < line.size() && is_space(line[at])) ++at;
  };
  skip_space();
  while (at < line.size() && (line[at] == '{' || line[at] == '-')) {
    ++at;
    skip_space();
  }
  const std::size_t outside = at;
  const char quote = at < line.size() && (line[at] == '"' || line[at] == '\'') ? line[at++] : '\0';
  const std::size_t key = at;
  while (at < line.size() && is_key_character(line[at])) ++at;
  if (at == key) return outside;
  if (quote != '\0' && (at == line.size() || line[at++] != quote)) return outside;
  if (at == line.size() || line[at] != ':') return outside;
  ++at;
  // `a:b` is no key with a value but a text.
  if (at < line.size() && !is_space(line[at]) && quote == '\0') return outside;
  skip_space();
  return at;
}

}  // namespace

void conceal_unread(FileId file, SourceManager& sources) {
  const std::string_view text = sources.text(file);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    sources.conceal(
        {file, static_cast<std::uint32_t>(begin + size_of_head(line)), static_cast<std::uint32_t>(end)});
    begin = end + 1;
  }
}

}  // namespace flux
