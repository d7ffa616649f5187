// Regular expressions are RE2's: linear in the text, and bounded in memory.
#include <map>

#include <fmt/format.h>
#include <re2/re2.h>

#include "functions/support.h"
#include "source/utf8.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

constexpr std::size_t kMaxPattern = 64 << 10;
constexpr std::size_t kMaxText = 1 << 20;
// Each of many matches may look at all of the rest, so that the work can be the square of this.
constexpr std::size_t kMaxTextForAll = 128 << 10;

/// Never null, so that an empty match differs from a group that took no part in it.
std::string_view text_of(const Value& value) {
  return value.as_string().empty() ? "" : value.as_string();
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

/// A compiled pattern, or why there is none.
class Pattern {
public:
  explicit Pattern(std::string_view text) : regex_(piece(text.size() <= kMaxPattern ? text : ""), options()) {
    if (text.size() > kMaxPattern) {
      error_ = "the regular expression is too long";
    } else if (!regex_.ok()) {
      error_ = fmt::format("is no regular expression: {}", regex_.error());
    }
  }

  const std::string& error() const { return error_; }
  int groups() const { return regex_.NumberOfCapturingGroups(); }
  const std::map<int, std::string>& group_names() const { return regex_.CapturingGroupNames(); }
  const std::map<std::string, int>& named_groups() const { return regex_.NamedCapturingGroups(); }

  /// The whole match and its groups, the first at or behind `from`.
  bool find(std::string_view text, std::size_t from, std::vector<re2::StringPiece>& match) const {
    match.resize(static_cast<std::size_t>(groups()) + 1);
    return regex_.Match(piece(text), from, text.size(), RE2::UNANCHORED, match.data(), groups() + 1);
  }

private:
  static RE2::Options options() {
    RE2::Options options;
    options.set_log_errors(false);
    return options;
  }

  RE2 regex_;
  std::string error_;
};

std::string mixed_groups(const Pattern& pattern) {
  if (!pattern.group_names().empty() && static_cast<int>(pattern.group_names().size()) != pattern.groups()) {
    return "mixes named and unnamed groups";
  }
  return {};
}

Value group_value(CallContext& context, const re2::StringPiece& group) {
  if (group.data() == nullptr) return Value::null();
  return make_text(context.arena, {group.data(), group.size()});
}

/// The text, the list of groups or the map of named groups.
Value match_value(CallContext& context, const Pattern& pattern, const std::vector<re2::StringPiece>& match) {
  if (pattern.groups() == 0) return group_value(context, match[0]);
  if (pattern.group_names().empty()) {
    std::vector<Value> groups;
    for (std::size_t i = 1; i < match.size(); ++i) groups.push_back(group_value(context, match[i]));
    return make_list(context.arena, groups);
  }
  std::vector<MapEntry> groups;
  for (const auto& [index, name] : pattern.group_names()) {
    groups.push_back({intern(name), group_value(context, match[static_cast<std::size_t>(index)]), {}});
  }
  return make_map(context.arena, groups);
}

std::size_t character_size(std::string_view text, std::size_t at) {
  return at < text.size() ? decode_utf8(text, at).size : 1;
}

CallResult call_regex(CallContext& context, Arguments arguments) {
  const Pattern pattern(arguments[0].as_string());
  if (!pattern.error().empty()) return CallResult::fail(pattern.error(), 0);
  if (std::string error = mixed_groups(pattern); !error.empty()) return CallResult::fail(std::move(error), 0);
  const std::string_view text = text_of(arguments[1]);
  if (text.size() > kMaxText)
    return CallResult::fail(fmt::format("searches at most {} bytes of text", kMaxText), 1);
  std::vector<re2::StringPiece> match;
  if (!pattern.find(text, 0, match))
    return CallResult::fail("the regular expression matches no part of the text", 1);
  return {match_value(context, pattern, match)};
}

CallResult call_regexall(CallContext& context, Arguments arguments) {
  const Pattern pattern(arguments[0].as_string());
  if (!pattern.error().empty()) return CallResult::fail(pattern.error(), 0);
  if (std::string error = mixed_groups(pattern); !error.empty()) return CallResult::fail(std::move(error), 0);
  const std::string_view text = text_of(arguments[1]);
  if (text.size() > kMaxTextForAll)
    return CallResult::fail(fmt::format("searches at most {} bytes of text", kMaxTextForAll), 1);
  std::vector<Value> found;
  std::vector<re2::StringPiece> match;
  std::optional<std::size_t> previous_end;
  for (std::size_t at = 0; at <= text.size() && pattern.find(text, at, match);) {
    const auto begin = static_cast<std::size_t>(match[0].data() - text.data()), end = begin + match[0].size();
    // Go's rule: no empty match right behind another match.
    const bool accepted = end != at || begin != previous_end;
    at = end == at ? at + character_size(text, at) : end;
    previous_end = end;
    if (accepted) found.push_back(match_value(context, pattern, match));
  }
  return list_result(context, found);
}

/// Adds `replacement` with `$1`, `${name}` and `$$` expanded, as Go does: a name is as long as it can be, and
/// one that the pattern does not have is nothing.
void expand(std::string_view replacement, const Pattern& pattern, const std::vector<re2::StringPiece>& match,
            std::string& result) {
  const auto is_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  for (std::size_t at = 0; at < replacement.size();) {
    const char c = replacement[at++];
    if (c != '$') {
      result += c;
      continue;
    }
    if (at < replacement.size() && replacement[at] == '$') {
      result += '$';
      ++at;
      continue;
    }
    const bool braces = at < replacement.size() && replacement[at] == '{';
    std::size_t end = at + (braces ? 1 : 0);
    const std::size_t start = end;
    while (end < replacement.size() && is_word(replacement[end])) ++end;
    if (end == start || (braces && (end == replacement.size() || replacement[end] != '}'))) {
      result += '$';
      continue;
    }
    const std::string name(replacement.substr(start, end - start));
    at = end + (braces ? 1 : 0);
    std::size_t group = match.size();
    if (name.find_first_not_of("0123456789") == std::string::npos) {
      if (name.size() <= 6) group = static_cast<std::size_t>(std::stoi(name));
    } else if (const auto named = pattern.named_groups().find(name); named != pattern.named_groups().end()) {
      group = static_cast<std::size_t>(named->second);
    }
    if (group < match.size() && match[group].data() != nullptr)
      result.append(match[group].data(), match[group].size());
  }
}

CallResult replace_regex(CallContext& context, std::string_view text, std::string_view regex,
                         std::string_view replacement) {
  const Pattern pattern(regex);
  if (!pattern.error().empty()) return CallResult::fail(pattern.error(), 1);
  if (text.size() > kMaxTextForAll)
    return CallResult::fail(fmt::format("searches at most {} bytes of text", kMaxTextForAll), 0);
  std::string result;
  std::vector<re2::StringPiece> match;
  std::size_t copied = 0;
  for (std::size_t at = 0; at <= text.size() && pattern.find(text, at, match);) {
    const auto begin = static_cast<std::size_t>(match[0].data() - text.data()), end = begin + match[0].size();
    result += text.substr(copied, begin - copied);
    if (end > copied || begin == 0) expand(replacement, pattern, match, result);
    if (result.size() > context.budget) return over_budget(context);
    copied = end;
    at = std::max(at + character_size(text, at), end);
  }
  result += text.substr(copied);
  return text_result(context, result);
}

CallResult call_replace(CallContext& context, Arguments arguments) {
  const std::string_view text = text_of(arguments[0]), wanted = arguments[1].as_string(),
                         with = arguments[2].as_string();
  if (wanted.size() > 1 && wanted.front() == '/' && wanted.back() == '/') {
    return replace_regex(context, text, wanted.substr(1, wanted.size() - 2), with);
  }
  std::string result;
  std::size_t at = 0;
  if (wanted.empty()) {
    // Before every character, and at the end.
    while (at < text.size() && result.size() <= context.budget) {
      const std::size_t size = character_size(text, at);
      result += with;
      result += text.substr(at, size);
      at += size;
    }
    result += with;
    return text_result(context, result);
  }
  for (std::size_t found;
       (found = text.find(wanted, at)) != std::string_view::npos && result.size() <= context.budget;) {
    result += text.substr(at, found - at);
    result += with;
    at = found + wanted.size();
  }
  result += text.substr(at);
  return text_result(context, result);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("regex", "(string, string): any", call_regex,
              "the first match: the text, the list of its groups, or the map of its named groups"),
    terraform("regexall", "(string, string): list<any>", call_regexall,
              "every match, each as `regex` gives it"),
    terraform(
        "replace", "(string, string, string): string", call_replace,
        "the text with every occurrence replaced; between slashes, occurrences of a regular expression"),
};

}  // namespace

std::span<const FunctionInfo> regex_functions() {
  return kFunctions;
}

}  // namespace flux
