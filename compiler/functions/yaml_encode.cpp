// YAML as Terraform's yamlencode writes it, which is libyaml's emitter with every string quoted, or literal
// (`|`) where it has several lines; checked against Terraform in tests/e2e.
#include <algorithm>

#include <fmt/format.h>

#include "functions/support.h"
#include "source/utf8.h"

namespace flux {
namespace {

constexpr std::size_t kLineWidth = 80;      // after which a quoted string is folded at the next space
constexpr std::size_t kMaxSimpleKey = 128;  // bytes; a longer key is written behind `? `

bool is_printable(char32_t c) {
  return (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0xD7FF && c != 0x2028 && c != 0x2029) ||
         (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF);
}

/// Whether a text of several lines can stand without quotes.
bool fits_literal(std::string_view text) {
  if (text.ends_with(' ') || text.find(" \n") != std::string_view::npos) return false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid || (point.value != '\n' && !is_printable(point.value))) return false;
    at += point.size;
  }
  return true;
}

class YamlWriter {
public:
  std::string write_document(const Value& value) {
    write_inline(value, 0, 2);
    // Tells a reader of a stream that a plain scalar has ended.
    const bool plain = !is_collection(value) && !value.is_string() && !value.is(ValueKind::quantity);
    if (plain && !is_empty_collection(value)) out_ += "...\n";
    return std::move(out_);
  }

private:
  static bool is_empty_collection(const Value& value) {
    return (value.is(ValueKind::list) && value.as_list().items.empty()) ||
           (value.is(ValueKind::map) && value.as_map().entries.empty());
  }
  static bool is_collection(const Value& value) {
    return (value.is(ValueKind::list) || value.is(ValueKind::map)) && !is_empty_collection(value);
  }

  /// The value from here on; the later lines of a collection stand at `indent`, those of a scalar at
  /// `scalar_indent`.
  void write_inline(const Value& value, std::size_t indent, std::size_t scalar_indent) {
    if (!is_collection(value)) {
      write_scalar(value, scalar_indent);
    } else if (value.is(ValueKind::list)) {
      write_list(value, indent);
    } else {
      write_map(value, indent);
    }
  }

  void write_list(const Value& list, std::size_t indent) {
    bool first = true;
    for (const Value& item : list.as_list().items) {
      if (!std::exchange(first, false)) out_.append(indent, ' ');
      out_ += "- ";
      write_inline(item, indent + 2, indent + 2);
    }
  }

  void write_map(const Value& map, std::size_t indent) {
    bool first = true;
    for (const MapEntry& entry : sorted_entries(map.as_map())) {
      if (!std::exchange(first, false)) out_.append(indent, ' ');
      const std::string_view key = entry.key.text();
      if (key.size() > kMaxSimpleKey || key.find('\n') != std::string_view::npos) {
        out_ += "? ";
        write_scalar(Value::string(key), indent + 2);
        out_.append(indent, ' ');
        out_ += ": ";
        write_inline(entry.value, indent + 2, indent + 2);
        continue;
      }
      write_quoted(key, std::string::npos);
      out_ += ':';
      if (!is_collection(entry.value)) {
        out_ += ' ';
        write_scalar(entry.value, indent + 2);
        continue;
      }
      // A list in a map stands under its key, not further in.
      const std::size_t inner = entry.value.is(ValueKind::list) ? indent : indent + 2;
      out_ += '\n';
      out_.append(inner, ' ');
      write_inline(entry.value, inner, inner);
    }
  }

  void write_scalar(const Value& value, std::size_t indent) {
    if (value.is_string() || value.is(ValueKind::quantity)) {
      write_string(*primitive_text(value), indent);
    } else {
      out_ += encode_json(value);  // null, a bool, a number, [] or {}
    }
    if (!out_.ends_with('\n')) out_ += '\n';
  }

  void write_string(std::string_view text, std::size_t indent) {
    if (text.find('\n') != std::string_view::npos && fits_literal(text)) {
      write_literal(text, indent);
    } else {
      write_quoted(text, indent);
    }
  }

  void write_literal(std::string_view text, std::size_t indent) {
    out_ += '|';
    if (text[0] == ' ' || text[0] == '\n') out_ += '2';
    if (!text.ends_with('\n')) {
      out_ += '-';
    } else if (text == "\n" || text.ends_with("\n\n")) {
      out_ += '+';
    }
    out_ += '\n';
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (end > 0) out_.append(indent, ' ');
      out_ += text.substr(0, end);
      if (end < text.size()) out_ += '\n';
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  /// Folded at spaces behind the line's width, unless `indent` is npos.
  void write_quoted(std::string_view text, std::size_t indent) {
    const std::size_t line = out_.rfind('\n');
    std::size_t column =
        utf8_length(std::string_view(out_).substr(line == std::string::npos ? 0 : line + 1)) + 1;
    out_ += '"';
    bool after_space = false;
    for (std::size_t at = 0; at < text.size();) {
      const CodePoint point = decode_utf8(text, at);
      const std::string_view bytes = text.substr(at, point.size);
      const bool inside = at > 0 && at + 1 < text.size();
      at += point.size;
      if (point.value == ' ') {
        if (indent != std::string::npos && !after_space && column > kLineWidth && inside) {
          out_ += '\n';
          out_.append(indent, ' ');
          column = indent;
          if (text[at] == ' ') {
            out_ += '\\';
            ++column;
          }
        } else {
          out_ += ' ';
          ++column;
        }
        after_space = true;
        continue;
      }
      after_space = false;
      if (point.valid && is_printable(point.value) && point.value != '"' && point.value != '\\') {
        out_ += bytes;
        ++column;
      } else {
        const std::string escape = escape_of(point.valid ? point.value : U'\uFFFD');
        out_ += escape;
        column += escape.size();
      }
    }
    out_ += '"';
  }

  static std::string escape_of(char32_t c) {
    switch (c) {
      case 0:
        return "\\0";
      case 7:
        return "\\a";
      case '\b':
        return "\\b";
      case '\t':
        return "\\t";
      case '\n':
        return "\\n";
      case '\v':
        return "\\v";
      case '\f':
        return "\\f";
      case '\r':
        return "\\r";
      case 0x1B:
        return "\\e";
      case '"':
        return "\\\"";
      case '\\':
        return "\\\\";
      case 0x85:
        return "\\N";
      case 0x2028:
        return "\\L";
      case 0x2029:
        return "\\P";
      default:
        break;
    }
    const auto code = static_cast<std::uint32_t>(c);
    return code <= 0xFF     ? fmt::format("\\x{:02X}", code)
           : code <= 0xFFFF ? fmt::format("\\u{:04X}", code)
                            : fmt::format("\\U{:08X}", code);
  }

  std::string out_;
};

}  // namespace

std::string encode_yaml(const Value& value) {
  return YamlWriter().write_document(value);
}

}  // namespace flux
