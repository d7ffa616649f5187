#include "tools/schema_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "diagnostics/display_text.h"

namespace flux {
namespace {

constexpr std::size_t kMostLines = 20'000;
constexpr std::size_t kDocWidth = 96;
constexpr std::size_t kLongestDoc = 2'000;

std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", displayable(text));
}

/// Words of the first paragraph of a description, as lines.
std::vector<std::string> doc_lines(std::string_view doc, std::size_t width) {
  std::vector<std::string> lines;
  doc = doc.substr(0, std::min(doc.find("\n\n"), kLongestDoc));
  std::string line;
  while (!doc.empty()) {
    const std::size_t end = doc.find_first_of(" \t\r\n");
    const std::string word = displayable(doc.substr(0, end));
    doc.remove_prefix(end == std::string_view::npos ? doc.size() : end + 1);
    if (word.empty()) continue;
    if (!line.empty() && line.size() + word.size() >= width) lines.push_back(std::exchange(line, {}));
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string range(const std::optional<std::int64_t>& least, const std::optional<std::int64_t>& most) {
  return fmt::format("{}..{}", least ? std::to_string(*least) : "", most ? std::to_string(*most) : "");
}

class Printer {
public:
  void named(std::string_view name, const TerraformBody& body) {
    line(fmt::format("type {} {{", displayable(name)), body.deprecated ? "deprecated" : "");
    members(body);
    line("}");
  }

  void named(std::string_view name, const Schema& schema) {
    doc(schema.doc);
    if (is_record(schema)) {
      line(fmt::format("type {} {{", displayable(name)));
      members(schema);
      return line("}");
    }
    begin(fmt::format("type {} = ", displayable(name)));
    type(schema);
    finish();
  }

  void named(std::string_view name, const TerraformFunction& function) {
    begin(fmt::format("fn {}(", displayable(name)));
    const auto parameter = [&](const TerraformFunction::Parameter& one, std::string_view dots) {
      if (!open_line_.ends_with('(')) open_line_ += ", ";
      open_line_ += fmt::format("{}{}: ", one.name.empty() ? "_" : displayable(one.name), dots);
      type(*one.schema);
    };
    for (const auto& one : function.parameters) parameter(one, "");
    if (function.variadic != nullptr) parameter(*function.variadic, "…");
    open_line_ += "): ";
    type(*function.result);
    finish(function.deprecation ? deprecation(*function.deprecation) : "");
  }

  std::string take() { return std::move(text_); }

private:
  // ---- lines

  void begin(std::string_view text) { open_line_ = std::string(2 * depth_, ' ').append(text); }
  void finish(const std::string& remark = {}) {
    if (++lines_ == kMostLines) text_ += "… and more\n";
    if (lines_ < kMostLines) {
      text_ += open_line_;
      if (!remark.empty()) text_ += "  // " + remark;
      text_ += '\n';
    }
    open_line_.clear();
  }
  void line(std::string_view text, const std::string& remark = {}) {
    begin(text);
    finish(remark);
  }
  void doc(std::string_view text) {
    for (const std::string& one : doc_lines(text, kDocWidth - std::min<std::size_t>(2 * depth_, 40)))
      line("/// " + one);
  }
  bool is_full() const { return lines_ >= kMostLines; }

  // ---- Terraform

  void members(const TerraformBody& body) {
    ++depth_;
    for (const TerraformAttribute& attribute : body.attributes) {
      if (is_full()) break;
      if (!attribute.deprecated) doc(attribute.doc);
      const bool given = !attribute.required && !attribute.read_only();
      begin(fmt::format("{}{}: ", attribute.name.text(), given ? "?" : ""));
      type(*attribute.schema);
      std::vector<std::string> remarks;
      if (attribute.read_only()) remarks.emplace_back("read-only");
      if (attribute.optional && attribute.computed) remarks.emplace_back("the provider's choice if not set");
      if (attribute.write_only) remarks.emplace_back("write-only");
      if (attribute.deprecated) remarks.push_back(deprecation(attribute.doc));
      finish(fmt::format("{}", fmt::join(remarks, ", ")));
    }
    for (const TerraformNested& nested : body.blocks) {
      if (is_full()) break;
      begin(fmt::format("{}{}: ", nested.name.text(), nested.min_items == 0 ? "?" : ""));
      const std::string_view around = nested.once()                    ? ""
                                      : nested.nesting == Nesting::map ? "map<string, "
                                      : nested.nesting == Nesting::set ? "set<"
                                                                       : "list<";
      open_line_ += around;
      open_line_ += '{';
      finish();
      members(*nested.body);
      begin(around.empty() ? "}" : "}>");
      finish(count_of(nested));
    }
    --depth_;
  }

  static std::string deprecation(std::string_view message) {
    const std::vector<std::string> lines = doc_lines(message, kLongestDoc);
    return lines.empty() ? "deprecated" : "deprecated: " + lines.front();
  }

  static std::string count_of(const TerraformNested& nested) {
    std::string text = nested.body->deprecated ? "deprecated block" : "block";
    if (nested.once() || (nested.min_items == 0 && nested.max_items == 0)) return text;
    if (nested.max_items == 0) return text + fmt::format(", at least {}", nested.min_items);
    return text + fmt::format(", {} to {}", nested.min_items, nested.max_items);
  }

  // ---- schemas

  static bool is_record(const Schema& schema) {
    return (schema.kinds & ~kNullValue) == kObjectValue && !schema.properties.empty();
  }

  void members(const Schema& schema) {
    ++depth_;
    for (const SchemaProperty& property : schema.properties) {
      if (is_full()) break;
      doc(property.doc);
      begin(fmt::format("{}{}: ", key(property.name.text()),
                        property.required || property.read_only ? "" : "?"));
      type(*property.schema);
      finish(property.read_only ? "read-only" : "");
    }
    for (const SchemaPattern& pattern : schema.patterns) {
      if (is_full()) break;
      begin(fmt::format("[string(/{}/)]?: ", displayable(pattern.pattern.text)));
      type(*pattern.schema);
      finish();
    }
    if (schema.additional != nullptr) {
      begin("[string]?: ");
      type(*schema.additional);
      finish();
    } else if (schema.extra == SchemaExtra::open) {
      line("[string]?: any");
    }
    --depth_;
  }

  static std::string key(std::string_view name) {
    const bool plain = !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
             c == '-';
    });
    return plain ? std::string(name) : quoted(name);
  }

  /// The type, at the end of the open line.
  void type(const Schema& schema) {
    const bool seen = std::ranges::find(around_, &schema) != around_.end();
    if (seen || is_full() || around_.size() >= kDeepest) {
      open_line_ += seen ? "any /* as the one around it */" : "any /* … */";
      return;
    }
    around_.push_back(&schema);
    if (schema.sensitive) open_line_ += "secret<";
    arms(schema);
    if (schema.sensitive) open_line_ += '>';
    around_.pop_back();
  }

  void arms(const Schema& schema) {
    if (schema.never) {
      open_line_ += "/* nothing */ null";
    } else if (!schema.enumeration.empty()) {
      separated(schema.enumeration, [&](const Value& value) { open_line_ += literal(value); });
    } else if (schema.kinds == kAnyValue && schema.items != nullptr) {
      list(schema);
    } else if (schema.kinds == kAnyValue && schema.properties.empty()) {
      combination(schema);
    } else if (schema.kinds == kAnyValue) {
      object(schema);
    } else {
      kinds(schema);
    }
  }

  template <typename Items, typename Print>
  void separated(const Items& items, Print print) {
    bool first = true;
    for (const auto& item : items) {
      if (!first) open_line_ += " | ";
      first = false;
      print(item);
    }
  }

  void combination(const Schema& schema) {
    const auto arms = !schema.one_of.empty() ? schema.one_of : schema.any_of;
    if (!arms.empty()) {
      separated(arms, [&](const Schema* arm) { type(*arm); });
    } else if (schema.all_of.size() == 1) {
      type(*schema.all_of[0]);
    } else {
      open_line_ += "any";
    }
  }

  void kinds(const Schema& schema) {
    std::vector<std::uint16_t> parts;
    const bool number = (schema.kinds & kNumberValue) != 0;
    for (const std::uint16_t kind :
         {kBooleanValue, kIntegerValue, kNumberValue, kStringValue, kArrayValue, kObjectValue}) {
      if ((schema.kinds & kind) != 0 && !(kind == kIntegerValue && number)) parts.push_back(kind);
    }
    separated(parts, [&](std::uint16_t kind) { one_kind(schema, kind); });
    if (parts.empty()) {
      open_line_ += "null";
    } else if ((schema.kinds & kNullValue) != 0) {
      open_line_ += parts.size() == 1 ? "?" : " | null";
    }
  }

  void one_kind(const Schema& schema, std::uint16_t kind) {
    switch (kind) {
      case kBooleanValue:
        open_line_ += "bool";
        return;
      case kIntegerValue:
        open_line_ += "int" + bounds(schema);
        return;
      case kNumberValue:
        open_line_ += "float" + bounds(schema);
        return;
      case kStringValue:
        open_line_ += "string" + text_rules(schema);
        return;
      case kArrayValue:
        return list(schema);
      default:
        return object(schema);
    }
  }

  void list(const Schema& schema) {
    open_line_ += schema.set ? "set<" : "list<";
    if (!schema.prefix_items.empty()) {
      separated(schema.prefix_items, [&](const Schema* item) { type(*item); });
    } else if (schema.items != nullptr) {
      type(*schema.items);
    } else {
      open_line_ += "any";
    }
    if (schema.list_map_key) open_line_ += fmt::format(" by {}", schema.list_map_key.text());
    open_line_ += '>';
    if (schema.min_items || schema.max_items)
      open_line_ += fmt::format("(len {})", range(schema.min_items, schema.max_items));
  }

  void object(const Schema& schema) {
    if (!schema.properties.empty()) {
      open_line_ += '{';
      finish();
      members(schema);
      begin("}");
    } else if (!schema.all_of.empty()) {
      type(*schema.all_of[0]);
    } else if (schema.patterns.size() == 1 && schema.additional == nullptr) {
      open_line_ += fmt::format("map<string(/{}/), ", displayable(schema.patterns[0].pattern.text));
      type(*schema.patterns[0].schema);
      open_line_ += '>';
    } else {
      open_line_ += "map<string, ";
      if (schema.additional != nullptr) {
        type(*schema.additional);
      } else {
        open_line_ += "any";
      }
      open_line_ += '>';
    }
  }

  static std::string bounds(const Schema& schema) {
    if (!schema.minimum && !schema.maximum) return {};
    return fmt::format("({}..{})", schema.minimum ? fmt::format("{:g}", *schema.minimum) : "",
                       schema.maximum ? fmt::format("{:g}", *schema.maximum) : "");
  }

  static std::string text_rules(const Schema& schema) {
    std::vector<std::string> rules;
    if (schema.pattern != nullptr) rules.push_back(fmt::format("/{}/", displayable(schema.pattern->text)));
    if (schema.min_length || schema.max_length)
      rules.push_back("len " + range(schema.min_length, schema.max_length));
    return rules.empty() ? std::string{} : fmt::format("({})", fmt::join(rules, ", "));
  }

  static std::string literal(const Value& value) {
    switch (value.kind()) {
      case ValueKind::null:
        return "null";
      case ValueKind::boolean:
        return value.as_bool() ? "true" : "false";
      case ValueKind::integer:
        return std::to_string(value.as_int());
      case ValueKind::floating:
        return fmt::format("{:g}", value.as_float());
      case ValueKind::string:
        return quoted(value.as_string());
      default:
        return "any";
    }
  }

  static constexpr std::size_t kDeepest = 60;

  std::string text_;
  std::string open_line_;
  std::size_t lines_ = 0;
  std::size_t depth_ = 0;
  std::vector<const Schema*> around_;
};

}  // namespace

std::string print_terraform_type(std::string_view name, const TerraformBody& body) {
  Printer printer;
  printer.named(name, body);
  return printer.take();
}

std::string print_terraform_function(std::string_view name, const TerraformFunction& function) {
  Printer printer;
  printer.named(name, function);
  return printer.take();
}

std::string print_schema_type(std::string_view name, const Schema& schema) {
  Printer printer;
  printer.named(name, schema);
  return printer.take();
}

}  // namespace flux
