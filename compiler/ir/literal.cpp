#include "ir/literal.h"

#include <fmt/format.h>

#include <algorithm>

#include "source/utf8.h"

namespace flux {

void append_string_literal(std::string& out, std::string_view text, std::size_t limit) {
  out += '"';
  for (std::size_t at = 0; at < text.size() && out.size() <= limit;) {
    const CodePoint point = decode_utf8(text, at);
    const std::string_view bytes = text.substr(at, point.size);
    at += point.size;
    if (point.value == '\n')
      out += "\\n";
    else if (point.value == '\t')
      out += "\\t";
    else if (point.value == '"')
      out += "\\\"";
    else if (point.value == '\\')
      out += "\\\\";
    else if (!point.valid || point.value < 0x20 || point.value == 0x7F)
      out += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(point.value));
    else if (point.value == '$' && text.substr(at).starts_with('{'))
      out += "$$";
    else
      out += bytes;
  }
  out += '"';
}

bool is_plain_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (name.empty() || !is_letter(name[0]) || name.back() == '-') return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

std::string quantity_text(const Quantity& quantity) {
  return quantity.spelling.empty() ? format_quantity(quantity.amount, quantity.dimension)
                                   : std::string(quantity.spelling);
}

}  // namespace flux
