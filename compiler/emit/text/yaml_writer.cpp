#include "emit/text/yaml_writer.h"

#include <fmt/format.h>

#include <iterator>

#include "emit/text/code_points.h"
#include "emit/text/yaml_scalar.h"

namespace flux::yaml {

namespace {

constexpr int kIndent = 2;
/// A key must end, with its colon, within 1024 characters of its line, unless it is announced by `? `.
constexpr std::size_t kLongestSimpleKey = 1000;

class Writer {
public:
  explicit Writer(std::string& out) : out_(out) {}

  void document(const Node& node) {
    append_comment(out_, node.comment, 0);
    if (is_block(node)) {
      block(node, 0);
    } else if (const auto* text = std::get_if<std::string>(&node.data)) {
      append_string(out_, *text);  // never a literal block: there is no parent to be indented against
      out_ += '\n';
    } else {
      scalar(node, 0);
    }
  }

private:
  /// A collection with something in it; `{}` and `[]` are written like scalars.
  static bool is_block(const Node& node) {
    if (const auto* items = std::get_if<Sequence>(&node.data)) return !items->empty();
    if (const auto* entries = std::get_if<Mapping>(&node.data)) return !entries->empty();
    return false;
  }

  /// `begun`: the line of the first child has been begun by a parent's `- `, and its comments stand above
  /// that.
  void block(const Node& node, std::size_t indent, bool begun = false) {
    if (const auto* items = std::get_if<Sequence>(&node.data)) {
      for (const Node& item : *items) {
        if (!begun) {
          item_comments(item, indent);
          out_.append(indent, ' ');
        }
        begun = false;
        out_ += "- ";
        if (is_block(item)) {
          block(item, indent + kIndent, true);
        } else {
          scalar(item, indent);
        }
      }
      return;
    }
    for (const Entry& entry : std::get<Mapping>(node.data)) {
      if (!begun) {
        append_comment(out_, entry.value.comment, indent);
        out_.append(indent, ' ');
      }
      begun = false;
      key(entry.key, indent);
      if (is_block(entry.value)) {
        out_ += '\n';
        block(entry.value, indent + kIndent);
      } else {
        out_ += ' ';
        scalar(entry.value, indent);
      }
    }
  }

  /// The comments of the item and of all that begins on its line.
  void item_comments(const Node& item, std::size_t indent) {
    for (const Node* node = &item; node != nullptr;) {
      append_comment(out_, node->comment, indent);
      if (!is_block(*node)) return;
      if (const auto* entries = std::get_if<Mapping>(&node->data)) {
        append_comment(out_, entries->front().value.comment, indent);
        return;
      }
      node = &std::get<Sequence>(node->data).front();
    }
  }

  void key(std::string_view text, std::size_t indent) {
    const std::size_t start = out_.size();
    append_string(out_, text);
    if (out_.size() - start > kLongestSimpleKey) {
      out_.insert(start, "? ");
      out_.append("\n").append(indent, ' ');
    }
    out_ += ':';
  }

  /// With its newline. `indent` is that of the entry or item it belongs to.
  void scalar(const Node& node, std::size_t indent) {
    if (const auto* text = std::get_if<std::string>(&node.data)) {
      if (fits_literal_block(*text)) {
        append_literal_block(out_, *text, indent + kIndent, kIndent);
        return;
      }
      append_string(out_, *text);
    } else if (const auto* boolean = std::get_if<bool>(&node.data)) {
      out_ += *boolean ? "true" : "false";
    } else if (const auto* integer = std::get_if<std::int64_t>(&node.data)) {
      fmt::format_to(std::back_inserter(out_), "{}", *integer);
    } else if (const auto* number = std::get_if<double>(&node.data)) {
      append_double(out_, *number);
    } else if (std::holds_alternative<Sequence>(node.data)) {
      out_ += "[]";
    } else if (std::holds_alternative<Mapping>(node.data)) {
      out_ += "{}";
    } else {
      out_ += "null";
    }
    out_ += '\n';
  }

  std::string& out_;
};

}  // namespace

std::string write(const Node& document, std::string_view header) {
  return write_documents(std::span(&document, 1), header);
}

std::string write_documents(std::span<const Node> documents, std::string_view header) {
  std::string out;
  append_comment(out, header, 0);
  Writer writer(out);
  for (const Node& document : documents) {
    if (&document != documents.data()) out += "---\n";
    writer.document(document);
  }
  return out;
}

}  // namespace flux::yaml
