// `format` and `formatlist`: the verbs of Terraform's, which are near to Go's.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

#include <fmt/format.h>

#include "functions/support.h"
#include "functions/unicode.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

constexpr int kMaxWidth = 10'000;  // of a field, and of a precision

/// `%[2]-08.3f`, taken apart.
struct Verb {
  bool sharp = false, zero = false, minus = false, plus = false, space = false;
  int argument = 0;  ///< from 1; 0: the next one
  int width = 0;
  int precision = -1;
  char letter = 0;
  std::string_view text;  ///< as written
};

class Formatter {
public:
  Formatter(std::string_view format, Arguments arguments, std::size_t budget)
      : format_(format), arguments_(arguments), budget_(budget) {}

  /// False: `error` says why, and `blamed` which of the arguments.
  bool run() {
    std::size_t next = 1, highest = 0;
    for (std::size_t at = 0; at < format_.size();) {
      const std::size_t percent = std::min(format_.find('%', at), format_.size());
      result += format_.substr(at, percent - at);
      if (result.size() > budget_) return fail("makes too long a text");
      if (percent == format_.size()) break;
      at = percent;
      Verb verb;
      if (!read_verb(at, verb)) return false;
      if (verb.letter == '%') {
        if (verb.text != "%%") return fail(fmt::format("`{}` is no verb; a percent sign is `%%`", verb.text));
        result += '%';
        continue;
      }
      const std::size_t index = verb.argument == 0 ? next : static_cast<std::size_t>(verb.argument);
      if (index == 0 || index > arguments_.size()) {
        return fail(
            fmt::format("`{}` asks for argument {}, but there are {}", verb.text, index, arguments_.size()));
      }
      next = index + 1;
      highest = std::max(highest, index);
      blamed = static_cast<int>(index) - 1;
      if (!append(verb, arguments_[index - 1])) return false;
      blamed = -1;
    }
    if (highest < arguments_.size()) {
      return fail(fmt::format("has {} arguments, but the format uses {}", arguments_.size(), highest));
    }
    return true;
  }

  std::string result;
  std::string error;
  int blamed = -1;

private:
  bool fail(std::string reason) {
    error = std::move(reason);
    return false;
  }

  bool read_int(std::size_t& at, int& value) {
    const char* first = format_.data() + at;
    const auto read = std::from_chars(first, format_.data() + format_.size(), value);
    at += static_cast<std::size_t>(read.ptr - first);
    return read.ec == std::errc{} && value <= kMaxWidth;
  }

  bool read_verb(std::size_t& at, Verb& verb) {
    const std::size_t start = at++;
    const auto peek = [&] { return at < format_.size() ? format_[at] : '\0'; };
    const auto is_digit = [&] { return peek() >= '0' && peek() <= '9'; };
    const auto malformed = [&] {
      return fail(fmt::format("`{}` is no verb", format_.substr(start, at - start + 1)));
    };
    for (;; ++at) {
      if (peek() == '#')
        verb.sharp = true;
      else if (peek() == '0')
        verb.zero = true;
      else if (peek() == '-')
        verb.minus = true;
      else if (peek() == '+')
        verb.plus = true;
      else if (peek() == ' ')
        verb.space = true;
      else
        break;
    }
    if (peek() == '[') {
      ++at;
      if (!is_digit() || !read_int(at, verb.argument) || verb.argument == 0 || peek() != ']')
        return malformed();
      ++at;
    }
    if (is_digit() && !read_int(at, verb.width)) return malformed();
    if (peek() == '.') {
      ++at;
      verb.precision = 0;
      if (is_digit() && !read_int(at, verb.precision)) return malformed();
    }
    verb.letter = peek();
    if (verb.letter == '\0' ||
        std::string_view("vtbdoxXeEfgGsq%").find(verb.letter) == std::string_view::npos) {
      return malformed();
    }
    ++at;
    verb.text = format_.substr(start, at - start);
    return true;
  }

  bool append(const Verb& verb, const Value& value) {
    switch (verb.letter) {
      case 'v':
        return append_any(verb, value);
      case 't':
        return append_bool(verb, value);
      case 's':
      case 'q':
        return append_text(verb, value);
      default:
        return append_number(verb, value);
    }
  }

  bool append_any(const Verb& verb, const Value& value) {
    if (verb.sharp || !primitive_text(value)) {
      pad(verb, encode_json(value));
    } else if (value.is(ValueKind::boolean)) {
      result += value.as_bool() ? "true" : "false";
    } else {
      pad(verb, cut(verb, *primitive_text(value)));
    }
    return true;
  }

  bool append_bool(const Verb& verb, const Value& value) {
    const auto text = primitive_text(value);
    if (!text || (*text != "true" && *text != "false")) return mismatch(verb, "a bool", value);
    result += *text;  // Terraform does not pad it
    return true;
  }

  bool append_text(const Verb& verb, const Value& value) {
    const auto text = primitive_text(value);
    if (!text) return mismatch(verb, "a string, number, bool or quantity", value);
    std::string shown = cut(verb, *text);
    pad(verb, verb.letter == 'q' ? encode_json(Value::string(shown)) : shown);
    return true;
  }

  bool append_number(const Verb& verb, const Value& value) {
    Value number = value;
    if (value.is_string()) number = read_number(value.as_string()).value_or(value);
    if (!is_number(number)) return mismatch(verb, "a number", value);
    if (std::string_view("bdoxX").find(verb.letter) != std::string_view::npos) {
      if (number.is(ValueKind::floating)) number = make_number(number.as_float());
      if (!number.is(ValueKind::integer)) return mismatch(verb, "an int", value);
      append_digits(verb, number.as_int() < 0, integer_digits(verb, number.as_int()));
    } else {
      append_digits(verb, number.number() < 0, floating_digits(verb, std::fabs(number.number())));
    }
    return true;
  }

  static std::string integer_digits(const Verb& verb, std::int64_t value) {
    const std::uint64_t magnitude =
        value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::string digits;
    std::string_view prefix;
    switch (verb.letter) {
      case 'b':
        digits = fmt::format("{:b}", magnitude);
        prefix = "0b";
        break;
      case 'o':
        digits = fmt::format("{:o}", magnitude);
        prefix = "0";
        break;
      case 'x':
        digits = fmt::format("{:x}", magnitude);
        prefix = "0x";
        break;
      case 'X':
        digits = fmt::format("{:X}", magnitude);
        prefix = "0X";
        break;
      default:
        digits = fmt::format("{}", magnitude);
        break;
    }
    if (verb.precision > static_cast<int>(digits.size())) {
      digits.insert(0, static_cast<std::size_t>(verb.precision) - digits.size(), '0');
    }
    return verb.sharp ? fmt::format("{}{}", prefix, digits) : digits;
  }

  static std::string floating_digits(const Verb& verb, double value) {
    if ((verb.letter == 'g' || verb.letter == 'G') && verb.precision < 0) return shortest_digits(verb, value);
    const int precision = verb.precision < 0 ? 6 : verb.precision;
    const char pattern[] = {'%', '.', '*', verb.letter, '\0'};
    const int size = std::snprintf(nullptr, 0, pattern, precision, value);
    std::string digits(static_cast<std::size_t>(size) + 1, '\0');
    std::snprintf(digits.data(), digits.size(), pattern, precision, value);
    digits.pop_back();
    return digits;
  }

  /// Go's `%g`: an exponent from a million on and below a ten-thousandth.
  static std::string shortest_digits(const Verb& verb, double value) {
    char buffer[400];
    const bool scientific = value != 0 && (value < 1e-4 || value >= 1e6);
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value,
                                   scientific ? std::chars_format::scientific : std::chars_format::fixed);
    std::string digits(buffer, end.ptr);
    if (verb.letter == 'G') std::replace(digits.begin(), digits.end(), 'e', 'E');
    return digits;
  }

  void append_digits(const Verb& verb, bool negative, std::string digits) {
    const char sign = negative ? '-' : verb.plus ? '+' : verb.space ? ' ' : '\0';
    const std::size_t size = digits.size() + (sign != '\0' ? 1 : 0);
    // Zeros stand behind the sign.
    if (verb.zero && !verb.minus && static_cast<int>(size) < verb.width) {
      digits.insert(0, static_cast<std::size_t>(verb.width) - size, '0');
    }
    if (sign != '\0') digits.insert(0, 1, sign);
    Verb blank = verb;
    blank.zero = false;
    pad(blank, digits);
  }

  static std::string cut(const Verb& verb, std::string text) {
    if (verb.precision < 0) return text;
    const auto characters = split_characters(text);
    if (static_cast<int>(characters.size()) <= verb.precision) return text;
    std::string kept;
    for (int i = 0; i < verb.precision; ++i) kept += characters[static_cast<std::size_t>(i)];
    return kept;
  }

  void pad(const Verb& verb, std::string_view text) {
    const int size = verb.width == 0 ? 0 : static_cast<int>(split_characters(text).size());
    const std::string padding(static_cast<std::size_t>(std::max(verb.width - size, 0)),
                              verb.zero && !verb.minus ? '0' : ' ');
    if (!verb.minus) result += padding;
    result += text;
    if (verb.minus) result += padding;
  }

  bool mismatch(const Verb& verb, std::string_view wanted, const Value& value) {
    return fail(fmt::format("`{}` needs {}, not `{}`", verb.text, wanted, describe(value)));
  }

  std::string_view format_;
  Arguments arguments_;
  std::size_t budget_;
};

CallResult format_once(CallContext& context, std::string_view format, Arguments arguments) {
  Formatter formatter(format, arguments, context.budget);
  if (!formatter.run()) return CallResult::fail(std::move(formatter.error), formatter.blamed + 1);
  return text_result(context, formatter.result);
}

CallResult call_format(CallContext& context, Arguments arguments) {
  return format_once(context, arguments[0].as_string(), arguments.subspan(1));
}

CallResult call_formatlist(CallContext& context, Arguments arguments) {
  const Arguments rest = arguments.subspan(1);
  std::optional<std::size_t> count;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (!rest[i].is(ValueKind::list)) continue;
    const std::size_t size = rest[i].as_list().items.size();
    if (count && *count != size) {
      return CallResult::fail(
          fmt::format("has lists of {} and of {} elements; they must be of one length", *count, size),
          static_cast<int>(i) + 1);
    }
    count = size;
  }
  std::vector<Value> row(rest.begin(), rest.end()), results;
  std::size_t made = 0;
  for (std::size_t at = 0; at < count.value_or(1); ++at) {
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (rest[i].is(ValueKind::list)) row[i] = rest[i].as_list().items[at];
    }
    const CallResult line = format_once(context, arguments[0].as_string(), row);
    if (!line.ok()) return line;
    made += line.value.as_string().size();
    if (made > context.budget) return over_budget(context);
    results.push_back(line.value);
  }
  return list_result(context, results);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("format", "(string, any...): string", call_format,
              "the text with its verbs (`%s`, `%03d`, `%q` …) replaced"),
    terraform("formatlist", "(string, any...): list<string>", call_formatlist,
              "`format` for every element of the lists among the arguments"),
};

}  // namespace

std::span<const FunctionInfo> format_functions() {
  return kFunctions;
}

}  // namespace flux
