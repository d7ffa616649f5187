#include "schemas/module_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace flux {

namespace {

constexpr int kDeepestType = 64;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

/// Goes through HCL by its smallest parts. Past the end everything is 0 or empty.
class Scanner {
public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  std::size_t place() const { return at_; }
  std::string_view since(std::size_t from) const { return text_.substr(from, at_ - from); }
  std::size_t line() const {
    return 1 +
           static_cast<std::size_t>(std::count(text_.begin(), text_.begin() + static_cast<long>(at_), '\n'));
  }

  /// Past blanks and comments, and past ends of lines when `lines` says so.
  void skip_blanks(bool lines) {
    while (!at_end()) {
      const std::string_view rest = text_.substr(at_);
      if (peek() == '\n' ? lines : std::isspace(static_cast<unsigned char>(peek())) != 0) {
        ++at_;
      } else if (rest.starts_with('#') || rest.starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  bool take(char c) {
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }

  std::string_view word() {
    const std::size_t from = at_;
    while (is_word(peek())) ++at_;
    return since(from);
  }

  /// A quoted string, without its quotes and as written; `${ … }` in it may hold strings.
  std::string_view string() {
    const std::size_t from = ++at_;
    int depth = 0;
    while (!at_end() && (depth > 0 || peek() != '"')) {
      const std::string_view rest = text_.substr(at_);
      if (peek() == '\\') {
        ++at_;
      } else if (rest.starts_with("${") || rest.starts_with("%{")) {
        ++depth;
        ++at_;
      } else if (depth > 0 && peek() == '}') {
        --depth;
      } else if (depth > 0 && peek() == '"') {
        // A string inside of an interpolation: to its end, of which it may have no further interpolation.
        for (++at_; !at_end() && peek() != '"'; ++at_) {
          if (peek() == '\\') ++at_;
        }
      }
      if (!at_end()) ++at_;
    }
    const std::string_view text = text_.substr(from, std::min(at_, text_.size()) - from);
    if (!at_end()) ++at_;
    return text;
  }

  /// `<<EOT` or `<<-EOT`, to the line that ends it.
  void heredoc() {
    at_ += 2;
    take('-');
    const std::string_view marker = word();
    while (!at_end()) {
      at_ = std::min(text_.find('\n', at_), text_.size());
      if (at_end()) return;
      ++at_;
      std::string_view line = text_.substr(at_, text_.find('\n', at_) - at_);
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
      while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0)
        line.remove_suffix(1);
      if (line != marker) continue;
      at_ = std::min(text_.find('\n', at_), text_.size());
      return;
    }
  }

  /// The text of an expression: to the end of its line, or to a `}` or `)` that it did not open; without what
  /// follows it there.
  std::string_view expression() {
    const std::size_t from = at_;
    std::size_t end = at_;
    std::size_t depth = 0;
    while (!at_end()) {
      const std::size_t before = at_;
      skip_blanks(depth > 0);
      if (at_ != before) continue;
      const char c = peek();
      if (c == '"') {
        string();
      } else if (text_.substr(at_).starts_with("<<")) {
        heredoc();
      } else {
        if (depth == 0 && (c == '\n' || c == '}' || c == ')' || c == ']')) break;
        if (c == '{' || c == '(' || c == '[') ++depth;
        if (c == '}' || c == ')' || c == ']') --depth;
        ++at_;
      }
      end = at_;
    }
    return text_.substr(from, end - from);
  }

  /// From behind a `{` to behind the `}` that closes it.
  void skip_block() {
    while (!at_end() && peek() != '}') {
      expression();
      if (!at_end() && peek() != '}') ++at_;
    }
    take('}');
  }

private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// A type constraint: `list(object({ name = string, size = optional(number, 1) }))`.
class TypeReader {
public:
  TypeReader(std::string_view text, std::string at, Arena& arena, std::vector<SchemaNote>& notes)
      : scan_(text), at_(std::move(at)), arena_(arena), notes_(notes) {}

  Schema* type(int depth = 0) {
    auto* schema = arena_.make<Schema>();
    schema->at = arena_.copy_text(at_);
    schema->extra = SchemaExtra::open;
    scan_.skip_blanks(true);
    if (depth > kDeepestType) return not_understood(schema);
    const std::string_view word = scan_.word();
    if (word == "string") {
      schema->kinds = kStringValue;
    } else if (word == "number") {
      schema->kinds = kNumberValue | kIntegerValue;
    } else if (word == "bool") {
      schema->kinds = kBooleanValue;
    } else if (word == "list" || word == "set") {
      schema->kinds = kArrayValue;
      schema->set = word == "set";
      schema->items = argument(depth);
    } else if (word == "map") {
      schema->kinds = kObjectValue;
      schema->additional = argument(depth);
    } else if (word == "tuple") {
      schema->kinds = kArrayValue;
    } else if (word == "object") {
      object(*schema, depth);
    } else if (word != "any") {
      return not_understood(schema);
    }
    return schema;
  }

private:
  Schema* not_understood(Schema* schema) {
    if (!noted_) notes_.push_back({at_, "its type cannot be read, so anything is admitted"});
    noted_ = true;
    return schema;
  }

  const Schema* argument(int depth) {
    scan_.skip_blanks(true);
    if (!scan_.take('(')) return nullptr;
    const Schema* inner = type(depth + 1);
    scan_.skip_blanks(true);
    if (!scan_.take(')')) not_understood(nullptr);
    return inner;
  }

  void object(Schema& schema, int depth) {
    schema.kinds = kObjectValue;
    scan_.skip_blanks(true);
    if (!scan_.take('(')) return;
    scan_.skip_blanks(true);
    if (!scan_.take('{')) return;
    schema.extra = SchemaExtra::closed;
    std::vector<SchemaProperty> properties;
    std::vector<Name> required;
    for (;;) {
      scan_.skip_blanks(true);
      while (scan_.take(',')) scan_.skip_blanks(true);
      if (scan_.at_end() || scan_.take('}')) break;
      const std::string_view name = scan_.peek() == '"' ? scan_.string() : scan_.word();
      scan_.skip_blanks(true);
      if (name.empty() || (!scan_.take('=') && !scan_.take(':'))) {
        not_understood(nullptr);
        schema.extra = SchemaExtra::open;
        break;
      }
      scan_.skip_blanks(true);
      SchemaProperty property{.name = intern(name), .schema = nullptr};
      property.required = !optional(property.schema, depth);
      if (property.required) required.push_back(property.name);
      properties.push_back(property);
    }
    scan_.skip_blanks(true);
    scan_.take(')');
    schema.properties = arena_.copy(properties);
    schema.required = arena_.copy(required);
    schema.index = index_by_name(arena_, properties);
  }

  /// A member's type; whether it was `optional(T)` or `optional(T, default)`.
  bool optional(const Schema*& into, int depth) {
    Scanner before = scan_;
    if (scan_.word() != "optional") {
      scan_ = before;
      into = type(depth + 1);
      return false;
    }
    scan_.skip_blanks(true);
    scan_.take('(');
    into = type(depth + 1);
    scan_.skip_blanks(true);
    if (scan_.take(',')) {
      scan_.skip_blanks(true);
      scan_.expression();
    }
    scan_.skip_blanks(true);
    scan_.take(')');
    return true;
  }

  Scanner scan_;
  std::string at_;
  Arena& arena_;
  std::vector<SchemaNote>& notes_;
  bool noted_ = false;
};

const TerraformBody* body_of(std::vector<TerraformAttribute>& attributes, Arena& arena) {
  std::ranges::stable_sort(attributes, [](const auto& a, const auto& b) { return a.name < b.name; });
  auto* body = arena.make<TerraformBody>();
  body->attributes = arena.copy(attributes);
  body->attribute_index = index_by_name(arena, attributes);
  return body;
}

}  // namespace

std::string ModuleBlock::text() const {
  std::string made = fmt::format("{} \"{}\" {{\n", is_variable ? "variable" : "output", name);
  for (const auto& [key, value] :
       {std::pair{"type", type}, std::pair{"default", default_value}, std::pair{"sensitive", sensitive}}) {
    if (!value.empty()) made += fmt::format("  {} = {}\n", key, value);
  }
  return made + "}\n";
}

std::vector<ModuleBlock> module_blocks(std::string_view path, std::string_view text,
                                       std::vector<SchemaNote>& notes) {
  std::vector<ModuleBlock> blocks;
  Scanner scan{text};
  for (scan.skip_blanks(true); !scan.at_end(); scan.skip_blanks(true)) {
    const std::string_view head = scan.word();
    ModuleBlock block{.is_variable = head == "variable"};
    scan.skip_blanks(false);
    while (scan.peek() == '"' || is_word(scan.peek())) {
      block.name = scan.peek() == '"' ? scan.string() : scan.word();
      scan.skip_blanks(false);
    }
    if (head.empty() || !scan.take('{')) {
      notes.push_back({fmt::format("{}:{}", path, scan.line()), "this is no block, so the rest is not read"});
      return blocks;
    }
    if (!block.is_variable && head != "output") {
      scan.skip_block();
      continue;
    }
    for (scan.skip_blanks(true); !scan.at_end() && scan.peek() != '}'; scan.skip_blanks(true)) {
      const std::string_view name = scan.word();
      scan.skip_blanks(false);
      if (scan.take('{')) {
        scan.skip_block();
        continue;
      }
      if (name.empty() || !scan.take('=')) {
        scan.expression();
        if (!scan.at_end() && scan.peek() != '}') scan.take(scan.peek());
        continue;
      }
      scan.skip_blanks(false);
      const std::string_view value = scan.expression();
      if (name == "type") block.type = value;
      if (name == "default") block.default_value = value;
      if (name == "sensitive") block.sensitive = value;
      if (name == "description") block.description = value;
    }
    scan.take('}');
    blocks.push_back(block);
  }
  return blocks;
}

void ModuleReader::read(std::string_view path, std::string_view text) {
  for (const ModuleBlock& block : module_blocks(path, text, notes_)) {
    TerraformAttribute one{.name = intern(block.name), .schema = nullptr};
    Schema* schema = nullptr;
    if (block.is_variable && !block.type.empty()) {
      schema = TypeReader{block.type, fmt::format("{}: var.{}", path, block.name), arena_, notes_}.type();
    } else {
      schema = arena_.make<Schema>();
      schema->extra = SchemaExtra::open;
    }
    schema->sensitive = block.sensitive.starts_with("true");
    one.schema = schema;
    if (block.description.size() >= 2 && block.description.starts_with('"'))
      one.doc = arena_.copy_text(block.description.substr(1, block.description.find('"', 1) - 1));
    const bool has_default = !block.default_value.empty();
    one.required = block.is_variable && !has_default;
    one.optional = block.is_variable && has_default;
    one.computed = !block.is_variable;
    (block.is_variable ? variables_ : outputs_).push_back(one);
  }
}

ModuleSchema ModuleReader::finish() {
  // https://developer.hashicorp.com/terraform/language/block/module
  for (auto [name, kinds, required] :
       {std::tuple{"source", kStringValue, true}, std::tuple{"version", kStringValue, false},
        std::tuple{"providers", kAnyValue, false}}) {
    auto* schema = arena_.make<Schema>();
    schema->kinds = kinds;
    schema->extra = SchemaExtra::open;
    variables_.push_back(
        {.name = intern(name), .schema = schema, .required = required, .optional = !required});
  }
  return {body_of(variables_, arena_), body_of(outputs_, arena_)};
}

}  // namespace flux
