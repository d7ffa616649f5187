// Two ways to print an expression: `inline_` keeps to one line and always succeeds; `value` first tries that
// within the width, and where it does not do breaks lists, objects, calls and `for` over lines. The attempt
// stops as soon as it leaves the width, so the whole stays linear.
//
// `terraform fmt` works on lines of tokens: it aligns the first `=` of adjacent lines whose brackets balance
// after it, and has a few odd rules for spaces. Where such a rule would make an odd line, the printer chooses
// another spelling of the same meaning (parentheses round a negation); where it cannot (`in(`), it follows.
#include "emit/text/hcl_writer.h"

#include <algorithm>
#include <limits>

#include "emit/text/code_points.h"
#include "emit/text/hcl_string.h"

namespace flux::hcl {

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kWidth = 80;

enum Precedence : int {
  kAny,
  kConditional,
  kOr,
  kAnd,
  kEquality,
  kComparison,
  kSum,
  kProduct,
  kUnary,
  kTerm
};

Precedence precedence_of_operator(std::string_view op) {
  if (op == "||") return kOr;
  if (op == "&&") return kAnd;
  if (op == "==" || op == "!=") return kEquality;
  if (op.starts_with('<') || op.starts_with('>')) return kComparison;
  if (op == "+" || op == "-") return kSum;
  return kProduct;
}

/// A template of nothing but one part is that part, as HCL has it too. Empty text is no part.
const Expression& unwrapped(const Expression& expression) {
  const auto* text = std::get_if<Template>(&expression.node);
  if (text == nullptr) return expression;
  const Expression* only = nullptr;
  for (const Expression& part : text->parts) {
    const auto* literal = std::get_if<String>(&part.node);
    if (literal != nullptr && literal->text.empty()) continue;
    if (only != nullptr) return expression;
    only = &part;
  }
  return only == nullptr ? expression : unwrapped(*only);
}

Precedence precedence(const Expression& wrapped) {
  const Expression& expression = unwrapped(wrapped);
  if (std::holds_alternative<Conditional>(expression.node)) return kConditional;
  if (const auto* binary = std::get_if<Binary>(&expression.node)) return precedence_of_operator(binary->op);
  if (std::holds_alternative<Unary>(expression.node)) return kUnary;
  if (const auto* raw = std::get_if<Raw>(&expression.node))
    return raw->text.starts_with('-') ? kUnary : kTerm;
  return kTerm;
}

bool has_splat(const Traversal& traversal) {
  return std::any_of(traversal.steps.begin(), traversal.steps.end(),
                     [](const auto& step) { return std::holds_alternative<SplatStep>(step); });
}

/// The names of adjacent lines, whose `=` are to stand below each other.
class Alignment {
public:
  explicit Alignment(std::string& out) : out_(out) {}

  /// The name that ends here, with ` = ` to follow, is `columns` wide.
  void add(std::size_t end, std::size_t columns) {
    names_.push_back({end, columns});
    widest_ = std::max(widest_, columns);
  }

  /// Ends the group: pads its names. What has been written since moves to the right.
  void finish() {
    std::size_t padding = 0;
    for (const Name& name : names_) padding += widest_ - name.columns;
    if (padding > 0) {
      std::size_t from = out_.size();
      out_.resize(out_.size() + padding, ' ');
      for (auto name = names_.rbegin(); name != names_.rend() && padding > 0; ++name) {
        std::copy_backward(out_.begin() + offset(name->end), out_.begin() + offset(from),
                           out_.begin() + offset(from + padding));
        from = name->end;
        const std::size_t own = widest_ - name->columns;
        padding -= own;
        std::fill_n(out_.begin() + offset(from + padding), own, ' ');
      }
    }
    names_.clear();
    widest_ = 0;
  }

private:
  struct Name {
    std::size_t end;
    std::size_t columns;
  };
  static std::ptrdiff_t offset(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

  std::string& out_;
  std::vector<Name> names_;
  std::size_t widest_ = 0;
};

bool is_literal_word(std::string_view text) {
  return text == "null" || text == "true" || text == "false";
}

/// Alone between the brackets of an index, `terraform fmt` 1.11 would lose these.
bool is_literal_word(const Expression& expression) {
  const auto* raw = std::get_if<Raw>(&unwrapped(expression).node);
  return raw != nullptr && is_literal_word(raw->text);
}

class Writer {
public:
  explicit Writer(std::string& out) : out_(out) {}

  void body(const Body& body) {
    Alignment alignment(out_);
    bool first = true;
    bool after_block = false;
    for (const auto& item : body.items) {
      const auto* attribute = std::get_if<Attribute>(&item);
      if (!first && (attribute == nullptr || after_block || attribute->begins_group)) {
        alignment.finish();
        out_ += '\n';
      }
      if (attribute != nullptr) {
        comment(alignment, attribute->comment);
        begin_line();
        out_ += attribute->name;
        assignment(alignment, attribute->name.size(), true, attribute->value);
      } else {
        block(std::get<Block>(item));
      }
      first = false;
      after_block = attribute == nullptr;
    }
    alignment.finish();
  }

  /// On the line that has been begun, whatever its length.
  void inline_(const Expression& expression) {
    if (overflows()) return;
    std::visit([this](const auto& node) { inline_node(node); }, unwrapped(expression).node);
  }

private:
  void begin_line() { out_.append(indent_, ' '); }
  bool overflows() const { return overflow_ || out_.size() > limit_; }

  void block(const Block& block) {
    append_comment(out_, block.comment, indent_);
    begin_line();
    out_ += block.type;
    for (const std::string& label : block.labels) {
      out_ += " \"";
      append_escaped(out_, label, false, false);
      out_ += '"';
    }
    if (block.body.items.empty()) {
      out_ += " {}\n";
      return;
    }
    out_ += " {\n";
    indent_ += kIndent;
    body(block.body);
    indent_ -= kIndent;
    begin_line();
    out_ += "}\n";
  }

  void comment(Alignment& alignment, std::string_view text) {
    const std::size_t start = out_.size();
    append_comment(out_, text, indent_);
    if (out_.size() > start) alignment.finish();
  }

  /// ` = value` and the newline, after a name `columns` wide has been written. `alignable`: `terraform fmt`
  /// will take this line's first `=` for the one after the name.
  void assignment(Alignment& alignment, std::size_t columns, bool alignable, const Expression& value) {
    const std::size_t end = out_.size();
    out_ += " = ";
    if (!alignable) {
      alignment.finish();
      inline_(value);
      out_ += '\n';
      return;
    }
    const bool one_line = heredoc(value) || try_line(value);
    if (one_line) {
      alignment.add(end, columns);
    } else {
      alignment.finish();
    }
    if (!one_line) broken(value);
    out_ += '\n';
  }

  /// Multi-line text as the value of an attribute or of an object's entry; false, with nothing written, if it
  /// is none.
  bool heredoc(const Expression& wrapped) {
    const Expression& value = unwrapped(wrapped);
    std::span<const Expression> parts;
    if (const auto* text = std::get_if<Template>(&value.node)) {
      parts = text->parts;
    } else if (std::holds_alternative<String>(value.node)) {
      parts = {&value, 1};
    }
    if (!fits_heredoc(parts)) return false;
    const std::string delimiter = heredoc_delimiter(parts);
    out_.append("<<-").append(delimiter).append("\n");
    bool line_begins = true;
    for (const Expression& part : parts) {
      if (const auto* text = std::get_if<String>(&part.node)) {
        line_begins = append_heredoc_text(out_, text->text, indent_ + kIndent, line_begins);
      } else {
        if (line_begins) out_.append(indent_ + kIndent, ' ');
        line_begins = false;
        interpolation(part);
      }
    }
    begin_line();
    out_ += delimiter;
    return true;
  }

  // ---- over several lines

  void value(const Expression& expression, std::size_t after) {
    if (!try_line(expression, after)) broken(expression);
  }

  /// Writes it on the rest of this line if that, and `after` more columns, is within the width, or if it
  /// cannot be broken. Otherwise writes nothing.
  bool try_line(const Expression& expression, std::size_t after = 0) {
    if (!is_breakable(expression)) {
      inline_(expression);
      return true;
    }
    const std::size_t start = out_.size();
    limit_ = out_.rfind('\n') + 1 + kWidth - after;
    inline_(expression);
    const bool fits = !overflows();
    limit_ = kNoLimit;
    overflow_ = false;
    if (!fits) out_.resize(start);
    return fits;
  }

  /// Whether it has a form over several lines.
  static bool is_breakable(const Expression& wrapped) {
    const Expression& expression = unwrapped(wrapped);
    if (const auto* list = std::get_if<List>(&expression.node)) return !list->items.empty();
    if (const auto* object = std::get_if<Object>(&expression.node)) return !object->entries.empty();
    if (const auto* call = std::get_if<Call>(&expression.node)) {
      return std::any_of(call->arguments.begin(), call->arguments.end(), is_breakable);
    }
    const auto* loop = std::get_if<For>(&expression.node);
    if (loop == nullptr) return false;
    // `for k in { a = 1 } : k => {` alone on a line would have its `=` aligned with the lines inside the
    // value.
    std::string header;
    Writer probe(header);
    probe.for_header(*loop);
    return !probe.wrote_object_;
  }

  void broken(const Expression& wrapped) {
    const Expression& expression = unwrapped(wrapped);
    if (const auto* list = std::get_if<List>(&expression.node)) {
      lines("[", list->items, false, "]");
    } else if (const auto* object = std::get_if<Object>(&expression.node)) {
      broken_object(*object);
    } else if (const auto* call = std::get_if<Call>(&expression.node)) {
      broken_call(*call);
    } else {
      broken_for(std::get<For>(expression.node));
    }
  }

  void lines(std::string_view open, const std::vector<Expression>& items, bool expand_last,
             std::string_view close) {
    out_.append(open).append("\n");
    indent_ += kIndent;
    for (const Expression& item : items) {
      begin_line();
      value(item, 1);
      // No comma may follow the dots.
      out_ += expand_last && &item == &items.back() ? "...\n" : ",\n";
    }
    indent_ -= kIndent;
    begin_line();
    out_ += close;
  }

  void broken_object(const Object& object) {
    out_ += "{\n";
    indent_ += kIndent;
    Alignment alignment(out_);
    for (const ObjectEntry& entry : object.entries) {
      comment(alignment, entry.comment);
      begin_line();
      const std::size_t start = out_.size();
      wrote_object_ = false;
      key(entry.key);
      // In a key every code point is a column; an object in it has the first `=` of the line.
      const auto columns =
          std::count_if(out_.begin() + static_cast<std::ptrdiff_t>(start), out_.end(),
                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
      assignment(alignment, static_cast<std::size_t>(columns), !wrote_object_, entry.value);
    }
    alignment.finish();
    indent_ -= kIndent;
    begin_line();
    out_ += '}';
  }

  void broken_call(const Call& call) {
    out_ += call.function;
    if (call.arguments.size() == 1) {
      out_ += '(';
      broken(call.arguments.front());
      out_ += call.expand_last ? "...)" : ")";
    } else {
      lines("(", call.arguments, call.expand_last, ")");
    }
  }

  void broken_for(const For& loop) {
    out_ += loop.key ? "{\n" : "[\n";
    indent_ += kIndent;
    begin_line();
    for_header(loop);
    if (is_breakable(*loop.value)) {
      value(*loop.value, 0);
    } else {
      guarded(*loop.value);
    }
    for_end(loop);
    out_ += '\n';
    indent_ -= kIndent;
    begin_line();
    out_ += loop.key ? '}' : ']';
  }

  // ---- on one line

  void inline_node(const Raw& raw) { out_ += raw.text; }

  void inline_node(const String& string) {
    out_ += '"';
    text(string.text, false);
    out_ += '"';
  }

  void inline_node(const Template& node) {
    out_ += '"';
    for (const Expression& part : node.parts) {
      if (const auto* string = std::get_if<String>(&part.node)) {
        text(string->text, &part != &node.parts.back());
      } else {
        interpolation(part);
      }
    }
    out_ += '"';
  }

  void inline_node(const List& list) {
    out_ += '[';
    items(list.items);
    out_ += ']';
  }

  void inline_node(const Object& object) {
    if (object.entries.empty()) {
      out_ += "{}";
      return;
    }
    wrote_object_ = true;
    if (limit_ != kNoLimit) {
      overflow_ = true;
      return;
    }
    out_ += "{ ";
    for (const ObjectEntry& entry : object.entries) {
      if (&entry != &object.entries.front()) out_ += ", ";
      key(entry.key);
      out_ += " = ";
      inline_(entry.value);
    }
    out_ += " }";
  }

  void inline_node(const Traversal& traversal) {
    const Expression& base = unwrapped(*traversal.base);
    const auto* inner = std::get_if<Traversal>(&base.node);
    const auto* raw = std::get_if<Raw>(&base.node);
    const bool is_number = raw != nullptr && !raw->text.empty() && raw->text[0] >= '0' && raw->text[0] <= '9';
    const bool is_text =
        std::holds_alternative<String>(base.node) || std::holds_alternative<Template>(base.node);
    parenthesised_if(
        precedence(base) < kTerm || is_number || is_text || (inner != nullptr && has_splat(*inner)), base);
    for (const Traversal::Step& step : traversal.steps) {
      if (const auto* attribute = std::get_if<AttributeStep>(&step)) {
        if (is_identifier(attribute->name)) {
          out_.append(".").append(attribute->name);
        } else {
          out_ += "[\"";
          text(attribute->name, false);
          out_ += "\"]";
        }
      } else if (const auto* index = std::get_if<IndexStep>(&step)) {
        out_ += '[';
        parenthesised_if(is_literal_word(*index->key), *index->key);
        out_ += ']';
      } else {
        out_ += "[*]";
      }
    }
  }

  void inline_node(const Call& call) {
    out_.append(call.function).append("(");
    items(call.arguments);
    out_ += call.expand_last ? "...)" : ")";
  }

  void inline_node(const Unary& unary) {
    out_ += unary.op;
    if (precedence(*unary.operand) < kUnary) {
      parenthesised_if(true, *unary.operand);
    } else {
      guarded(*unary.operand);
    }
  }

  void inline_node(const Binary& binary) {
    const Precedence own = precedence_of_operator(binary.op);
    parenthesised_if(precedence(*binary.left) < own, *binary.left);
    out_.append(" ").append(binary.op).append(" ");
    // All operators group to the left.
    if (precedence(*binary.right) <= own) {
      parenthesised_if(true, *binary.right);
    } else if (own == kAnd || own == kOr) {
      guarded(*binary.right);
    } else {
      inline_(*binary.right);
    }
  }

  void inline_node(const Conditional& conditional) {
    parenthesised_if(precedence(*conditional.condition) == kConditional, *conditional.condition);
    out_ += " ? ";
    inline_(*conditional.then);
    out_ += " : ";
    inline_(*conditional.otherwise);
  }

  void inline_node(const For& loop) {
    out_ += loop.key ? "{ " : "[";
    for_header(loop);
    guarded(*loop.value);
    for_end(loop);
    out_ += loop.key ? " }" : "]";
  }

  void items(const std::vector<Expression>& expressions) {
    for (const Expression& expression : expressions) {
      if (overflows()) return;
      if (&expression != &expressions.front()) out_ += ", ";
      inline_(expression);
    }
  }

  void for_header(const For& loop) {
    out_ += "for ";
    if (!loop.key_variable.empty()) out_.append(loop.key_variable).append(", ");
    out_.append(loop.value_variable).append(" in ");
    after_keyword(*loop.source, "(");
    out_ += " : ";
    if (loop.key) {
      inline_(**loop.key);
      out_ += " => ";
    }
  }

  void for_end(const For& loop) {
    if (loop.key && loop.grouped) out_ += "...";
    if (!loop.condition) return;
    out_ += " if ";
    after_keyword(**loop.condition, "([");
  }

  /// `terraform fmt` takes a keyword before a bracket for a function or a list, and closes the gap.
  void after_keyword(const Expression& expression, std::string_view closing_up) {
    const std::size_t start = out_.size();
    guarded(expression);
    if (start < out_.size() && closing_up.find(out_[start]) != closing_up.npos) out_.erase(start - 1, 1);
  }

  void parenthesised_if(bool condition, const Expression& expression) {
    if (condition) out_ += '(';
    inline_(expression);
    if (condition) out_ += ')';
  }

  /// In parentheses if it begins with a minus: for the places where `terraform fmt` would take that for a
  /// subtraction.
  void guarded(const Expression& expression) {
    const std::size_t start = out_.size();
    inline_(expression);
    if (start < out_.size() && out_[start] == '-') {
      out_.insert(start, 1, '(');
      out_ += ')';
    }
  }

  void interpolation(const Expression& expression) {
    out_ += "${";
    const std::size_t start = out_.size();
    guarded(expression);
    // Braces keep a space to the interpolation's own.
    if (start < out_.size() && out_[start] == '{') out_.insert(start, 1, ' ');
    if (out_.back() == '}') out_ += ' ';
    out_ += '}';
  }

  void key(const Expression& wrapped) {
    const Expression& expression = unwrapped(wrapped);
    const auto* string = std::get_if<String>(&expression.node);
    const bool outer = std::exchange(in_key_, true);
    if (string != nullptr && is_identifier(string->text) && string->text != "for" &&
        !is_literal_word(string->text)) {
      out_ += string->text;
    } else {
      parenthesised_if(string == nullptr && !std::holds_alternative<Template>(expression.node), expression);
    }
    in_key_ = outer;
  }

  /// Escaped literal text. An attempt to keep to a line does not even begin with text that is longer than
  /// one.
  void text(std::string_view text, bool before_part) {
    if (limit_ != kNoLimit && text.size() > kWidth) {
      overflow_ = true;
    } else {
      append_escaped(out_, text, before_part, in_key_);
    }
  }

  static constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

  std::string& out_;
  std::size_t indent_ = 0;
  std::size_t limit_ = kNoLimit;  ///< of `out_`, during an attempt
  bool overflow_ = false;         ///< the attempt has failed
  bool wrote_object_ = false;     ///< with an entry, on one line
  bool in_key_ = false;
};

}  // namespace

bool is_identifier(std::string_view text) {
  const auto is_start = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && is_start(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_start(c) || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string write(const Body& body, std::string_view header) {
  std::string out;
  append_comment(out, header, 0);
  if (!out.empty() && !body.items.empty()) out += '\n';
  Writer(out).body(body);
  return out;
}

std::string write_inline(const Expression& expression) {
  std::string out;
  Writer(out).inline_(expression);
  return out;
}
}  // namespace flux::hcl
