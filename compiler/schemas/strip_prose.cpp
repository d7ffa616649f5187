#include "schemas/strip_prose.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace flux {

namespace {

using rapidjson::Value;

constexpr std::string_view kTerraformProse[] = {"deprecation_message", "description", "description_kind",
                                                "summary"};
constexpr std::string_view kJsonSchemaProse[] = {"$comment",     "description",         "example", "examples",
                                                 "externalDocs", "markdownDescription", "title"};
// Where a keyword's value holds schemas: by name, in a list, or is one. Others are values, and may look like
// schemas.
constexpr std::string_view kSchemasByName[] = {"$defs", "definitions", "dependentSchemas",
                                               "patternProperties", "properties"};
constexpr std::string_view kSchemas[] = {"additionalItems",
                                         "additionalProperties",
                                         "allOf",
                                         "anyOf",
                                         "contains",
                                         "else",
                                         "if",
                                         "items",
                                         "not",
                                         "oneOf",
                                         "prefixItems",
                                         "propertyNames",
                                         "then",
                                         "unevaluatedItems",
                                         "unevaluatedProperties"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

std::string_view text_of(const Value& string) {
  return {string.GetString(), string.GetStringLength()};
}

bool is_deprecated(const Value& object) {
  const auto found = object.FindMember("deprecated");
  return found != object.MemberEnd() && found->value.IsBool() && found->value.GetBool();
}

Value copy_of(const Value& value, JsonAllocator& allocator) {
  return Value(value, allocator);
}

using Strip = Value (*)(const Value&, JsonAllocator&);

/// Applies `strip` to what a list or a map of names holds, or to the value itself.
Value strip_each(const Value& value, bool by_name, Strip strip, JsonAllocator& allocator) {
  if (value.IsArray()) {
    Value list(rapidjson::kArrayType);
    for (const Value& item : value.GetArray()) list.PushBack(strip(item, allocator), allocator);
    return list;
  }
  if (!by_name || !value.IsObject()) return strip(value, allocator);
  Value map(rapidjson::kObjectType);
  for (const auto& [name, of] : value.GetObject())
    map.AddMember(copy_of(name, allocator), strip(of, allocator), allocator);
  return map;
}

}  // namespace

Value strip_terraform(const Value& schema, JsonAllocator& allocator) {
  if (!schema.IsObject()) return copy_of(schema, allocator);
  // Providers give the message of a deprecation in a member of its own, or in the description.
  const bool has_message = schema.HasMember("deprecation_message");
  Value stripped(rapidjson::kObjectType);
  for (const auto& [key, value] : schema.GetObject()) {
    const std::string_view name = text_of(key);
    const bool message =
        is_deprecated(schema) && name == (has_message ? "deprecation_message" : "description");
    if (is_one_of(name, kTerraformProse) && !message) continue;
    const bool by_name = name == "attributes" || name == "block_types";
    const bool holds_schemas = by_name || name == "block" || name == "nested_type" || name == "parameters" ||
                               name == "variadic_parameter";
    stripped.AddMember(
        copy_of(key, allocator),
        holds_schemas ? strip_each(value, by_name, strip_terraform, allocator) : copy_of(value, allocator),
        allocator);
  }
  return stripped;
}

Value strip_json_schema(const Value& schema, JsonAllocator& allocator) {
  if (!schema.IsObject()) return copy_of(schema, allocator);
  Value stripped(rapidjson::kObjectType);
  for (const auto& [key, value] : schema.GetObject()) {
    const std::string_view name = text_of(key);
    const bool message = name == "description" && is_deprecated(schema);
    if (is_one_of(name, kJsonSchemaProse) && !message) continue;
    const bool by_name = is_one_of(name, kSchemasByName);
    stripped.AddMember(copy_of(key, allocator),
                       by_name || is_one_of(name, kSchemas)
                           ? strip_each(value, by_name, strip_json_schema, allocator)
                           : copy_of(value, allocator),
                       allocator);
  }
  return stripped;
}

}  // namespace flux
