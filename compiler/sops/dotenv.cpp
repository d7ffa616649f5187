// `NAME=value`, one a line, and comments: what SOPS reads and writes, which knows no quotes.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "sops/document.h"

namespace flux::sops {
namespace {

constexpr std::size_t kMostLines = 100'000;

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= 255 && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

}  // namespace

const YamlNode* read_dotenv(std::string_view text, FileId file, Arena& arena, Diagnostics& diagnostics) {
  std::vector<YamlEntry> entries;
  std::unordered_set<std::string_view> seen;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    const auto begin = static_cast<std::uint32_t>(at);
    at = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t equals = line.find('=');
    const std::string_view key = line.substr(0, equals);
    const SourceSpan key_span{file, begin, begin + static_cast<std::uint32_t>(key.size())};
    if (equals == std::string_view::npos || !is_key(key) || ++lines > kMostLines) {
      diagnostics.error(Code::sops_unreadable, {file, begin, begin},
                        lines > kMostLines ? "the file has too many lines" : "this line is no `NAME=value`");
      return nullptr;
    }
    if (!seen.insert(key).second) {
      diagnostics.error(Code::yaml_duplicate_key, key_span, fmt::format("the key `{}` is here twice", key));
      continue;
    }
    const auto value_begin = key_span.end + 1;
    entries.push_back(
        {arena.make<YamlNode>(YamlNode{
             .kind = YamlKind::scalar, .plain = true, .span = key_span, .text = arena.copy_text(key)}),
         arena.make<YamlNode>(
             YamlNode{.kind = YamlKind::scalar,
                      .span = {file, value_begin, begin + static_cast<std::uint32_t>(line.size())},
                      .text = arena.copy_text(line.substr(equals + 1))})});
  }
  return arena.make<YamlNode>(YamlNode{.kind = YamlKind::mapping,
                                       .height = 2,
                                       .size = static_cast<std::uint32_t>(entries.size() + 1),
                                       .span = {file, 0, static_cast<std::uint32_t>(text.size())},
                                       .entries = arena.copy(entries)});
}

}  // namespace flux::sops
