#include "schemas/example_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace flux {

namespace {

class Example {
public:
  Example(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

  Schema* of(const YamlNode& node, const std::string& at) {
    auto* schema = arena_.make<Schema>();
    schema->at = arena_.copy_text(at);
    switch (node.kind) {
      case YamlKind::null:
        schema->extra = SchemaExtra::open;
        return schema;
      case YamlKind::scalar:
        schema->kinds = static_cast<std::uint16_t>(kNullValue | scalar_kinds(node));
        if (schema->kinds == kAnyValue) schema->extra = SchemaExtra::open;
        return schema;
      case YamlKind::sequence:
        schema->kinds = kNullValue | kArrayValue;
        if (!node.items.empty()) schema->items = items(node, at);
        return schema;
      case YamlKind::mapping:
        schema->kinds = kNullValue | kObjectValue;
        schema->extra = node.entries.empty() ? SchemaExtra::open : SchemaExtra::closed;
        set_properties(*schema, node.entries, at);
        return schema;
    }
    return schema;
  }

private:
  static std::uint16_t scalar_kinds(const YamlNode& node) {
    switch (node.plain ? classify(node.text) : YamlScalar::string) {
      case YamlScalar::null:
        return kAnyValue;
      case YamlScalar::boolean:
        return kBooleanValue;
      case YamlScalar::integer:
      case YamlScalar::floating:
        return kIntegerValue | kNumberValue;
      case YamlScalar::string:
        break;
    }
    return kStringValue;
  }

  void set_properties(Schema& schema, std::span<const YamlEntry> entries, const std::string& at) {
    std::vector<SchemaProperty> properties;
    for (const YamlEntry& entry : entries) {
      const std::string_view key = entry.key->text;
      properties.push_back({.name = intern(key),
                            .schema = of(*entry.value, fmt::format("{}/{}", at, key)),
                            .doc = comment_above(*entry.key)});
    }
    schema.properties = arena_.copy(properties);
    schema.index = index_by_name(arena_, properties);
  }

  /// What the items have in common: their kind; of objects nothing more, as each shows only a part.
  const Schema* items(const YamlNode& list, const std::string& at) {
    Schema* item = of(*list.items[0], at + "/0");
    for (const YamlNode* other : list.items.subspan(1)) {
      if (of(*other, at)->kinds == item->kinds) continue;
      item = arena_.make<Schema>();
      break;
    }
    if (item->kinds == (kNullValue | kObjectValue)) {
      item->properties = {};
      item->index = {};
    }
    if (item->kinds == kAnyValue || !item->properties.empty() || item->kinds == (kNullValue | kObjectValue))
      item->extra = SchemaExtra::open;
    return item;
  }

  /// The lines of comment right above a key, without their `#` and helm-docs' `--`.
  std::string_view comment_above(const YamlNode& key) {
    if (!key.span.valid() || key.span.begin > text_.size()) return {};
    const auto start_of_line = [&](std::size_t at) {
      const std::size_t newline = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
      return newline == std::string_view::npos ? 0 : newline + 1;
    };
    std::vector<std::string_view> lines;
    std::size_t start = start_of_line(key.span.begin);
    while (start > 0 && lines.size() < 20) {
      const std::size_t above = start_of_line(start - 1);
      std::string_view line = text_.substr(above, start - 1 - above);
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
      if (!line.starts_with('#')) break;
      line.remove_prefix(std::min(line.find_first_not_of("#"), line.size()));
      if (line.starts_with(" -- ")) line.remove_prefix(3);
      if (line.starts_with(' ')) line.remove_prefix(1);
      lines.push_back(line);
      start = above;
    }
    std::ranges::reverse(lines);
    return arena_.copy_text(fmt::format("{}", fmt::join(lines, "\n")));
  }

  std::string_view text_;
  Arena& arena_;
};

/// `schema` with other properties.
const Schema* with_properties(const Schema& schema, const std::vector<SchemaProperty>& properties,
                              Arena& arena) {
  auto* made = arena.make<Schema>(schema);
  made->properties = arena.copy(properties);
  made->index = index_by_name(arena, properties);
  return made;
}

}  // namespace

const Schema* with_example(const Schema& schema, const Schema& example, Arena& arena) {
  std::vector<SchemaProperty> properties(schema.properties.begin(), schema.properties.end());
  for (SchemaProperty& property : properties) {
    const SchemaProperty* shown = example.find(property.name);
    if (shown != nullptr && !shown->schema->properties.empty())
      property.schema = with_example(*property.schema, *shown->schema, arena);
  }
  if (schema.extra != SchemaExtra::unsaid || schema.properties.empty())
    return with_properties(schema, properties, arena);
  for (const SchemaProperty& shown : example.properties) {
    if (schema.find(shown.name) == nullptr) properties.push_back(shown);
  }
  return with_properties(schema, properties, arena);
}

const Schema* with_open(const Schema& values, std::span<const Name> names, bool known_too, Arena& arena) {
  if (values.properties.empty()) return &values;  // anything is admitted
  std::vector<SchemaProperty> properties(values.properties.begin(), values.properties.end());
  auto* anything = arena.make<Schema>();
  anything->extra = SchemaExtra::open;
  for (Name name : names) {
    auto known = std::ranges::find(properties, name, &SchemaProperty::name);
    if (known == properties.end()) {
      properties.push_back({.name = name, .schema = anything});
    } else if (known_too) {
      known->schema = anything;
    }
  }
  return with_properties(values, properties, arena);
}

const Schema* example_schema(const YamlNode& root, std::string_view text, Arena& arena) {
  return Example{text, arena}.of(root, "#");
}

}  // namespace flux
