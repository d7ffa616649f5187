#include "emit/text/yaml_scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "emit/text/code_points.h"
#include "emit/text/yaml_writer.h"

namespace flux::yaml {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

/// Null, bools, infinity and not-a-number; more spellings than the specifications admit, as parsers do.
bool is_reserved_word(std::string_view text) {
  constexpr std::array<std::string_view, 15> kWords = {"y",   "n",    "yes",   "no",   "on",
                                                       "off", "true", "false", "null", "~",
                                                       "inf", "nan",  ".inf",  ".nan", "infinity"};
  if (std::any_of(kWords.begin(), kWords.end(), [&](auto word) { return equals_ignoring_case(text, word); }))
    return true;
  const bool is_signed = text.front() == '+' || text.front() == '-';
  return is_signed && text.size() > 1 && !is_digit(text[1]) && is_reserved_word(text.substr(1));
}

/// Covers the integers and floats of both versions: decimal, octal, hexadecimal, binary, underscores, base 60
/// with colons, any number of points (as YAML 1.1's own expression has it) and exponents.
bool is_number_like(std::string_view text) {
  if (text.front() == '+' || text.front() == '-') text.remove_prefix(1);
  if (text.empty()) return true;
  if (!is_digit(text.front()) && text.front() != '.') return false;
  if (text.size() > 1 && text[0] == '0' && is_letter(text[1]) && lower(text[1]) != 'e') {
    const char base = lower(text[1]);
    if (base != 'x' && base != 'o' && base != 'b') return false;
    return std::all_of(text.begin() + 2, text.end(), [](char c) {
      return is_digit(c) || c == '_' || (lower(c) >= 'a' && lower(c) <= 'f');
    });
  }
  const std::size_t mantissa = std::min(text.find_first_not_of("0123456789_.:"), text.size());
  text.remove_prefix(mantissa);
  if (text.empty()) return true;
  if (lower(text.front()) != 'e') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  return text.find_first_not_of("0123456789_") == text.npos;
}

/// `2001-1-1…`
bool begins_like_date(std::string_view text) {
  const auto skip_digits = [&](std::size_t least, std::size_t most) {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count >= least && count <= most;
  };
  const auto skip_dash = [&] {
    const bool found = text.starts_with('-');
    if (found) text.remove_prefix(1);
    return found;
  };
  return skip_digits(4, 4) && skip_dash() && skip_digits(1, 2) && skip_dash() && skip_digits(1, text.npos);
}

/// No indicator, and nothing that is one in some place or some parser.
bool begins_plainly(std::string_view text) {
  const char c = text.front();
  if (is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80) return true;
  if (c == '-') {
    const std::size_t after = text.find_first_not_of('-');
    return after <= 2 && (is_digit(text[after]) || is_letter(text[after]));
  }
  return std::string_view("_/.\\($+^;").find(c) != std::string_view::npos && !text.starts_with("...");
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c >= ' ' && c <= '~') {
      out += c;
    } else {
      const CodePoint point = decode_code_point(text, i);
      if (is_invisible(point)) {
        append_unicode_escape(out, point.value);
      } else {
        out.append(text, i, point.size);
      }
      i += point.size;
      continue;
    }
    ++i;
  }
  out += '"';
}

}  // namespace

bool is_plain(std::string_view text) {
  if (text.empty() || text.back() == ' ' || text.back() == ':') return false;
  if (!begins_plainly(text) || is_reserved_word(text) || is_number_like(text) || begins_like_date(text))
    return false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c >= ' ' && c <= '~') {
      if (c == ':' && text[i + 1] == ' ') return false;  // a colon is never last
      if (c == '#' && text[i - 1] == ' ') return false;  // nor a hash first
      ++i;
      continue;
    }
    const CodePoint point = decode_code_point(text, i);
    if (is_invisible(point)) return false;
    i += point.size;
  }
  return true;
}

void append_string(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += text;
  } else {
    append_quoted(out, text);
  }
}

void append_double(std::string& out, double value) {
  if (std::isnan(value)) {
    out += ".nan";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-.inf" : ".inf";
    return;
  }
  const std::size_t start = out.size();
  fmt::format_to(std::back_inserter(out), "{}", value);
  if (out.find('.', start) == out.npos) out.insert(std::min(out.find('e', start), out.size()), ".0");
}

bool fits_literal_block(std::string_view text) {
  if (text.find('\n') == text.npos || text.find_first_not_of('\n') == text.npos) return false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_code_point(text, i);
    const bool ends_line = i + point.size == text.size() || text[i + point.size] == '\n';
    if ((point.value == ' ' || point.value == '\t') && ends_line) return false;
    if (point.value != '\n' && point.value != '\t' && is_invisible(point)) return false;
    i += point.size;
  }
  return true;
}

void append_literal_block(std::string& out, std::string_view text, std::size_t indent, int indicator) {
  out += '|';
  // A parser finds the indentation from the first line that is not empty.
  const char first = text[text.find_first_not_of('\n')];
  if (first == ' ' || first == '\t') out += static_cast<char>('0' + indicator);
  if (text.back() != '\n') {
    out += '-';
  } else if (text.ends_with("\n\n")) {
    out += '+';
  }
  out += '\n';
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) out.append(indent, ' ').append(text, 0, end);
    out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace flux::yaml
