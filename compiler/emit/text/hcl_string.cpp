#include "emit/text/hcl_string.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "emit/text/code_points.h"

namespace flux::hcl {

namespace {

bool is_sigil(char c) {
  return c == '$' || c == '%';
}

const std::string* literal(const Expression& part) {
  const auto* string = std::get_if<String>(&part.node);
  return string == nullptr ? nullptr : &string->text;
}

/// A doubled sigil before a brace has no spelling in a heredoc.
bool has_doubled_sigil(std::string_view text) {
  return text.find("$${") != text.npos || text.find("%%{") != text.npos;
}

}  // namespace

void append_escaped(std::string& out, std::string_view text, bool before_expression, bool lone) {
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_sigil(c)) {
      // `${` is escaped by doubling the sigil; one more sigil before that would undo it.
      const std::size_t end = std::min(text.find_first_not_of(c, i), text.size());
      const bool at_brace = end < text.size() && text[end] == '{';
      const bool at_expression = end == text.size() && before_expression;
      const std::size_t unsafe = at_brace ? end - i - 1 : at_expression ? end - i : 0;
      for (std::size_t k = 0; k < unsafe; ++k) append_unicode_escape(out, static_cast<char32_t>(c));
      out.append(at_brace ? 2 : end - i - unsafe, c);
      i = end;
      continue;
    }
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
      if (is_invisible(point) || (lone && !is_lone_character(point.value))) {
        append_unicode_escape(out, point.value);
      } else {
        out.append(text, i, point.size);
      }
      i += point.size;
      continue;
    }
    ++i;
  }
}

// HCL takes from each line of a flush heredoc the smallest indentation that any line has; lines with nothing
// but spaces neither count nor change. So some line must have none of its own, and no line may begin with
// what could merge with the spaces before it, or be one of the spaces that Unicode has.
bool fits_heredoc(std::span<const Expression> parts) {
  std::size_t lines = 0;
  bool flush = false;
  bool line_begins = true;
  bool after_literal = false;
  for (const Expression& part : parts) {
    const std::string* text = literal(part);
    if (std::exchange(after_literal, text != nullptr) && text != nullptr) return false;
    if (text == nullptr) {
      flush |= line_begins;
      line_begins = false;
      continue;
    }
    const bool last = &part == &parts.back();
    if (has_doubled_sigil(*text) || (!last && !text->empty() && is_sigil(text->back()))) return false;
    bool indented = false;
    for (std::size_t i = 0; i < text->size();) {
      const CodePoint point = decode_code_point(*text, i);
      i += point.size;
      if (point.value == '\n') {
        ++lines;
        line_begins = true;
        indented = false;
        continue;
      }
      if (point.value != '\t' && is_invisible(point)) return false;
      if (!line_begins) continue;
      if (point.value == ' ' || point.value == '\t') {
        indented = true;
        continue;
      }
      if (!is_lone_character(point.value)) return false;
      flush |= !indented;
      line_begins = false;
    }
    if (indented) line_begins = false;  // spaces, and then an interpolation
  }
  return line_begins && lines >= 2 && flush;
}

std::string heredoc_delimiter(std::span<const Expression> parts) {
  std::string delimiter = "EOT";
  const auto occurs = [&](const Expression& part) {
    const std::string* text = literal(part);
    return text != nullptr && text->find(delimiter) != text->npos;
  };
  for (int next = 2; std::any_of(parts.begin(), parts.end(), occurs); ++next)
    delimiter = fmt::format("EOT_{}", next);
  return delimiter;
}

bool append_heredoc_text(std::string& out, std::string_view text, std::size_t indent, bool line_begins) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const bool ends = end < text.size();
    const bool blank = ends && line.find_first_not_of(" \t") == line.npos;
    if (line_begins && !blank) out.append(indent, ' ');
    for (std::size_t i = 0; i < line.size(); ++i) {
      out += line[i];
      if (is_sigil(line[i]) && i + 1 < line.size() && line[i + 1] == '{') out += line[i];
    }
    if (ends) out += '\n';
    line_begins = ends;
    text.remove_prefix(ends ? end + 1 : end);
  }
  return line_begins;
}

}  // namespace flux::hcl
