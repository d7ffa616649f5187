#include <algorithm>

#include <fmt/format.h>

#include "functions/support.h"
#include "functions/unicode.h"
#include "source/utf8.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

CallResult call_chomp(CallContext& context, Arguments arguments) {
  const std::string_view text = arguments[0].as_string();
  return text_result(context, text.substr(0, text.find_last_not_of("\r\n") + 1));
}

CallResult call_startswith(CallContext&, Arguments arguments) {
  return bool_result(arguments[0].as_string().starts_with(arguments[1].as_string()));
}

CallResult call_endswith(CallContext&, Arguments arguments) {
  return bool_result(arguments[0].as_string().ends_with(arguments[1].as_string()));
}

CallResult call_strcontains(CallContext&, Arguments arguments) {
  return bool_result(arguments[0].as_string().find(arguments[1].as_string()) != std::string_view::npos);
}

CallResult call_indent(CallContext& context, Arguments arguments) {
  const std::int64_t spaces = int_of(arguments[0]);
  const std::string_view text = arguments[1].as_string();
  if (spaces < 0) return CallResult::fail(fmt::format("cannot indent by {} spaces", spaces), 0);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  if (lines != 0 && static_cast<std::size_t>(spaces) > context.budget / lines) return over_budget(context);
  std::string result;
  for (const char c : text) {
    result += c;
    if (c == '\n') result.append(static_cast<std::size_t>(spaces), ' ');
  }
  return text_result(context, result);
}

CallResult call_join(CallContext& context, Arguments arguments) {
  const std::string_view separator = arguments[0].as_string();
  if (arguments.size() == 1) return CallResult::fail("takes at least 2 arguments, not 1");
  std::string result;
  bool first = true;
  for (std::size_t list = 1; list < arguments.size(); ++list) {
    for (const Value& item : arguments[list].as_list().items) {
      const auto text = primitive_text(item);
      if (!text) {
        return CallResult::fail(fmt::format("cannot join `{}`; it has no spelling as text", describe(item)),
                                static_cast<int>(list));
      }
      if (!first) result += separator;
      first = false;
      result += *text;
      if (result.size() > context.budget) return over_budget(context);
    }
  }
  return text_result(context, result);
}

CallResult call_split(CallContext& context, Arguments arguments) {
  const std::string_view separator = arguments[0].as_string();
  std::string_view rest = arguments[1].as_string();
  std::vector<Value> parts;
  if (separator.empty()) {
    for (std::size_t at = 0; at < rest.size();) {
      const std::size_t size = decode_utf8(rest, at).size;
      parts.push_back(make_text(context.arena, rest.substr(at, size)));
      at += size;
    }
    return list_result(context, parts);
  }
  for (std::size_t at; (at = rest.find(separator)) != std::string_view::npos;) {
    parts.push_back(make_text(context.arena, rest.substr(0, at)));
    rest.remove_prefix(at + separator.size());
  }
  parts.push_back(make_text(context.arena, rest));
  return list_result(context, parts);
}

CallResult call_lower(CallContext& context, Arguments arguments) {
  return text_result(context, to_lower(arguments[0].as_string()));
}

CallResult call_upper(CallContext& context, Arguments arguments) {
  return text_result(context, to_upper(arguments[0].as_string()));
}

CallResult call_title(CallContext& context, Arguments arguments) {
  return text_result(context, to_title(arguments[0].as_string()));
}

/// Without the code points at either end that `drops` names.
template <typename Predicate>
std::string_view trim_if(std::string_view text, Predicate drops) {
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text, 0);
    if (!drops(point.value)) break;
    text.remove_prefix(point.size);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && text.size() - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80)
      --start;
    if (decode_utf8(text, start).size != text.size() - start) start = text.size() - 1;
    if (!drops(decode_utf8(text, start).value)) break;
    text = text.substr(0, start);
  }
  return text;
}

CallResult call_trim(CallContext& context, Arguments arguments) {
  const std::string_view cut = arguments[1].as_string();
  return text_result(context, trim_if(arguments[0].as_string(), [&](char32_t c) {
                       for (std::size_t at = 0; at < cut.size();) {
                         const CodePoint point = decode_utf8(cut, at);
                         if (point.value == c) return true;
                         at += point.size;
                       }
                       return false;
                     }));
}

CallResult call_trimspace(CallContext& context, Arguments arguments) {
  return text_result(context, trim_if(arguments[0].as_string(), is_space));
}

CallResult call_trimprefix(CallContext& context, Arguments arguments) {
  const std::string_view text = arguments[0].as_string(), prefix = arguments[1].as_string();
  return text_result(context, text.starts_with(prefix) ? text.substr(prefix.size()) : text);
}

CallResult call_trimsuffix(CallContext& context, Arguments arguments) {
  const std::string_view text = arguments[0].as_string(), suffix = arguments[1].as_string();
  return text_result(context, text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text);
}

CallResult call_strrev(CallContext& context, Arguments arguments) {
  const auto characters = split_characters(arguments[0].as_string());
  std::string result;
  for (auto at = characters.rbegin(); at != characters.rend(); ++at) result += *at;
  return text_result(context, result);
}

CallResult call_substr(CallContext& context, Arguments arguments) {
  const auto characters = split_characters(arguments[0].as_string());
  const auto count = static_cast<std::int64_t>(characters.size());
  std::int64_t offset = int_of(arguments[1]);
  if (offset < 0) offset = std::max<std::int64_t>(offset + count, 0);
  offset = std::min(offset, count);
  std::int64_t length = int_of(arguments[2]);
  if (length < 0 || length > count - offset) length = count - offset;
  std::string result;
  for (std::int64_t i = offset; i < offset + length; ++i) result += characters[static_cast<std::size_t>(i)];
  return text_result(context, result);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("chomp", "(string): string", call_chomp, "the text without the newlines at its end"),
    terraform("endswith", "(string, string): bool", call_endswith, "whether the text ends with the second"),
    terraform("indent", "(int, string): string", call_indent,
              "the text with every line but the first indented"),
    terraform("join", "(string, list<any>...): string", call_join,
              "the elements as text, with the separator between"),
    terraform("lower", "(string): string", call_lower, "the text in lower case"),
    terraform("split", "(string, string): list<string>", call_split,
              "the parts of the text between the separators"),
    terraform("startswith", "(string, string): bool", call_startswith,
              "whether the text starts with the second"),
    terraform("strcontains", "(string, string): bool", call_strcontains,
              "whether the second occurs in the text"),
    terraform("strrev", "(string): string", call_strrev, "the text with its characters in reverse order"),
    terraform("substr", "(string, int, int): string", call_substr,
              "so many characters from the offset on; a negative offset counts from the end, -1 takes all"),
    terraform("title", "(string): string", call_title,
              "the text with the first letter of every word in upper case"),
    terraform("trim", "(string, string): string", call_trim, "the text without those characters at its ends"),
    terraform("trimprefix", "(string, string): string", call_trimprefix, "the text without the prefix"),
    terraform("trimspace", "(string): string", call_trimspace, "the text without white space at its ends"),
    terraform("trimsuffix", "(string, string): string", call_trimsuffix, "the text without the suffix"),
    terraform("upper", "(string): string", call_upper, "the text in upper case"),
};

}  // namespace

std::span<const FunctionInfo> string_functions() {
  return kFunctions;
}

}  // namespace flux
