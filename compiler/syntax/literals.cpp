#include "syntax/literals.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace flux::syntax {

namespace {

void append_utf8(std::string& out, std::uint32_t code_point) {
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | (code_point >> 6));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | (code_point >> 12));
    out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code_point >> 18));
    out += static_cast<char>(0x80 | ((code_point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  }
}

// `{1F600}`, the part of `\u{1F600}` behind the `u`.
struct CodePointEscape {
  std::uint32_t value;
  std::size_t size;
};
std::optional<CodePointEscape> read_code_point(std::string_view text) {
  if (!text.starts_with('{')) return std::nullopt;
  const std::size_t close = text.substr(0, 9).find('}');
  if (close == std::string_view::npos || close < 2) return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + close;
  if (std::from_chars(text.data() + 1, end, value, 16).ptr != end) return std::nullopt;
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
  return CodePointEscape{value, close + 1};
}

std::string_view leading_blanks(std::string_view line) {
  const std::size_t size = line.find_first_not_of(" \t\r");
  return line.substr(0, size == std::string_view::npos ? line.size() : size);
}

std::string_view common_prefix(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  while (size < a.size() && size < b.size() && a[size] == b[size]) ++size;
  return a.substr(0, size);
}

}  // namespace

const ast::Expr* read_number(std::string_view text, SourceSpan span, Arena& arena, SyntaxErrors& errors) {
  std::string digits;
  for (char c : text) {
    if (c != '_') digits += c;
  }
  const char* end = digits.data() + digits.size();
  const auto make = [&](ast::Number::Form form, std::int64_t integer, double floating) {
    return arena.make<ast::Number>(ast::Expr{ast::ExprKind::number, span}, form, integer, floating,
                                   arena.copy_text(digits));
  };
  const auto fail = [&](std::string why, std::string help) -> const ast::Expr* {
    errors.report(Code::bad_number, span.begin, span.end, errors.quoted(span.begin, span.end) + " " + why)
        .with_help(std::move(help));
    return nullptr;
  };

  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  const char* first = digits.data() + (hexadecimal ? 2 : 0);
  std::int64_t integer = 0;
  const auto [integer_end, integer_error] = std::from_chars(first, end, integer, hexadecimal ? 16 : 10);
  if (integer_end == end && first != end) {
    if (integer_error == std::errc::result_out_of_range) {
      return fail("is too large for an `int`", "an `int` has 64 bits, at most 9223372036854775807");
    }
    if (!hexadecimal && digits.size() > 1 && digits[0] == '0') {
      return fail("begins with a zero",
                  "write `" + digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1)) +
                      "`, or a string where the zeros matter");
    }
    return make(ast::Number::Form::integer, integer, static_cast<double>(integer));
  }
  if (hexadecimal) return fail("is no hexadecimal number", "its digits are `0` to `9` and `a` to `f`");

  double floating = 0;
  const auto [floating_end, floating_error] = std::from_chars(digits.data(), end, floating);
  if (floating_end == end) {
    if (floating_error == std::errc::result_out_of_range || !std::isfinite(floating)) {
      return fail("is too large or too small for a `float`", "a `float` reaches from about 1e-308 to 1e308");
    }
    return make(ast::Number::Form::floating, 0, floating);
  }
  return make(ast::Number::Form::quantity, 0, 0);
}

std::string_view unescape(std::string_view written, std::uint32_t offset, Arena& arena,
                          SyntaxErrors& errors) {
  if (written.find_first_of("\\$\r") == std::string_view::npos) return arena.copy_text(written);
  std::string out;
  out.reserve(written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    if (c == '$' && written.substr(i).starts_with("$${")) {
      out += "${";
      i += 2;
      continue;
    }
    if (c == '\r' && written.substr(i).starts_with("\r\n"))
      continue;  // a line ends with `\n`, however it was saved
    if (c != '\\' || i + 1 == written.size()) {
      out += c;
      continue;
    }
    const std::size_t escape = i++;
    switch (written[i]) {
      case 'n':
        out += '\n';
        continue;
      case 't':
        out += '\t';
        continue;
      case 'r':
        out += '\r';
        continue;
      case '"':
        out += '"';
        continue;
      case '\\':
        out += '\\';
        continue;
      case 'u':
        if (const auto code_point = read_code_point(written.substr(i + 1))) {
          append_utf8(out, code_point->value);
          i += code_point->size;
          continue;
        }
        break;
      default:
        break;
    }
    std::size_t end = i + 1;
    while (end < written.size() && (static_cast<unsigned char>(written[end]) & 0xC0) == 0x80) ++end;
    const auto begin = static_cast<std::uint32_t>(offset + escape);
    const auto stop = static_cast<std::uint32_t>(offset + end);
    const bool code_point = written[i] == 'u';
    errors
        .report(Code::bad_escape, begin, stop,
                code_point ? "`\\u` takes a code point in braces"
                           : errors.quoted(begin, stop) + " is no escape sequence")
        .with_help(code_point
                       ? "write `\\u{1F600}`: one to six hexadecimal digits of a Unicode code point"
                       : "known are `\\n` `\\t` `\\r` `\\\"` `\\\\` `\\u{…}`; a raw string r\"…\" has none");
    out += written.substr(escape, end - escape);
    i = end - 1;
  }
  return arena.copy_text(out);
}

std::string_view common_indentation(std::span<const TextRun> runs) {
  std::optional<std::string_view> common;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const std::string_view text = runs[r].written;
    for (std::size_t newline = text.find('\n'); newline != std::string_view::npos;
         newline = text.find('\n', newline + 1)) {
      const std::size_t next = text.find('\n', newline + 1);
      const std::string_view line =
          text.substr(newline + 1, next == std::string_view::npos ? next : next - newline - 1);
      const std::string_view blanks = leading_blanks(line);
      // A blank line says nothing, unless an interpolation or the closing quotes stand at its end.
      if (blanks.size() == line.size() && next != std::string_view::npos) continue;
      common = common ? common_prefix(*common, blanks) : blanks;
    }
  }
  return common.value_or(std::string_view{});
}

std::string strip_indentation(std::string_view written, std::string_view indentation, bool at_line_start) {
  std::string out;
  out.reserve(written.size());
  while (true) {
    const std::size_t newline = written.find('\n');
    std::string_view line = written.substr(0, newline);
    // A blank line may be shorter than the indentation.
    if (at_line_start) line.remove_prefix(common_prefix(line, indentation).size());
    out += line;
    if (newline == std::string_view::npos) return out;
    out += '\n';
    written.remove_prefix(newline + 1);
    at_line_start = true;
  }
}

std::string top_comment(std::string_view text) {
  const auto trim = [](std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
      line.remove_suffix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    return line;
  };
  std::string doc;
  const auto add = [&](std::string_view line) {
    if (!doc.empty()) doc += '\n';
    doc += trim(line);
  };
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.starts_with("/*")) {
    std::string_view comment =
        text.substr(2, text.find("*/", 2) == std::string_view::npos ? 0 : text.find("*/", 2) - 2);
    while (!comment.empty()) {
      const std::size_t newline = comment.find('\n');
      std::string_view line = comment.substr(0, newline);
      line.remove_prefix(leading_blanks(line).size());
      if (line.starts_with('*')) line.remove_prefix(1);
      if (!doc.empty() || !trim(line).empty()) add(line);
      comment = newline == std::string_view::npos ? std::string_view{} : comment.substr(newline + 1);
    }
    while (doc.ends_with('\n')) doc.pop_back();
    return doc;
  }
  while (text.starts_with("//") && !text.starts_with("///")) {
    const std::size_t newline = text.find('\n');
    add(text.substr(2, newline == std::string_view::npos ? newline : newline - 2));
    if (newline == std::string_view::npos) break;
    text.remove_prefix(newline + 1);
    text.remove_prefix(leading_blanks(text).size());
  }
  return doc;
}

}  // namespace flux::syntax
