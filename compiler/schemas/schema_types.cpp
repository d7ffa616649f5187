#include "schemas/schema_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flux {

SchemaTypes::SchemaTypes(TypeTable& types) : types_(types) {
  const Type* arms[] = {types_.string(), types_.quantity(Dimension::cpu), types_.quantity(Dimension::bytes),
                        types_.quantity(Dimension::duration), types_.quantity(Dimension::percent)};
  text_ = types_.aliased(types_.alternatives(arms), intern("string"));
}

const Type* SchemaTypes::of(const Schema& schema, std::string_view name) {
  auto found = known_.find(&schema);
  if (found != known_.end()) return found->second;
  const Type* type = made(schema, name);
  known_.emplace(&schema, type);  // a record is there already
  return type;
}

const Type* SchemaTypes::made(const Schema& schema, std::string_view name) {
  if (schema.combines() || schema.never) return types_.any();
  if (!schema.enumeration.empty()) {
    std::vector<const Type*> words;
    for (const Value& value : schema.enumeration) {
      if (!value.is_string()) return types_.any();
      words.push_back(types_.literal(value));
    }
    return slot(types_.alternatives(words));
  }
  if (schema.kinds == kAnyValue) return types_.any();
  std::vector<const Type*> arms;
  if ((schema.kinds & kBooleanValue) != 0) arms.push_back(types_.boolean());
  if ((schema.kinds & kNumberValue) != 0) {
    arms.push_back(types_.floating());
  } else if ((schema.kinds & kIntegerValue) != 0) {
    arms.push_back(types_.integer());
  }
  if ((schema.kinds & kStringValue) != 0) arms.push_back(text_);
  if ((schema.kinds & kArrayValue) != 0) arms.push_back(items(schema, name));
  if ((schema.kinds & kObjectValue) != 0) arms.push_back(record(schema, name));
  if (std::ranges::find(arms, types_.any()) != arms.end()) return types_.any();
  if (arms.empty()) return (schema.kinds & kNullValue) != 0 ? types_.null() : types_.any();
  const Type* type = slot(arms.size() == 1 ? arms[0] : types_.alternatives(arms));
  return (schema.kinds & kNullValue) != 0 ? types_.nullable(type) : type;
}

/// What has parts waits in its parts: their names must be known. A list may wait as a whole.
const Type* SchemaTypes::slot(const Type* type) {
  if (!may_wait_ || type->is(TypeKind::map) || type->is(TypeKind::keyed_list)) return type;
  return types_.waiting(type);
}

const Type* SchemaTypes::values(const Schema& schema, std::string_view name) {
  const bool outside = std::exchange(may_wait_, true);
  const Type* type = of(schema, name);
  may_wait_ = outside;
  return type;
}

const Type* SchemaTypes::items(const Schema& schema, std::string_view name) {
  if (!schema.prefix_items.empty() || schema.tuple) return types_.list(types_.any());
  const Type* element = schema.items != nullptr ? of(*schema.items, fmt::format("{}[]", name)) : types_.any();
  if (schema.list_map_key && element->is(TypeKind::record)) {
    const Field* key = element->record->find(schema.list_map_key);
    if (key != nullptr && key->type == text_) return types_.keyed_list(element, schema.list_map_key);
  }
  return types_.list(element);
}

const Type* SchemaTypes::record(const Schema& schema, std::string_view name) {
  if (!schema.patterns.empty()) return types_.map(types_.string(), types_.any());
  if (schema.properties.empty() && schema.extra != SchemaExtra::closed) {
    return types_.map(types_.string(), schema.additional != nullptr
                                           ? of(*schema.additional, fmt::format("{}.*", name))
                                           : types_.any());
  }
  // A record has no names beside its fields.
  if (schema.extra == SchemaExtra::open) return types_.map(types_.string(), types_.any());
  RecordType* made = types_.new_record(intern(name));
  known_.emplace(&schema, made->type);
  made->doc = schema.doc;
  std::vector<Field> fields;
  for (const SchemaProperty& property : schema.properties) {
    fields.push_back({.name = property.name,
                      .type = of(*property.schema, fmt::format("{}.{}", name, property.name.text())),
                      .optional = true,
                      .doc = property.doc});
  }
  types_.give_fields(*made, fields);
  return made->type;
}

const Type* SchemaTypes::of(const TerraformBody& body, std::string_view name) {
  const Type* written =
      std::exchange(text_, types_.string());  // what Terraform tells is text, and no quantity
  const Type* type = block(body, name);
  text_ = written;
  return type;
}

const Type* SchemaTypes::told(const Schema& schema, std::string_view name) {
  const Type* written = std::exchange(text_, types_.string());
  const Type* type = of(schema, name);
  text_ = written;
  return type;
}

const Type* SchemaTypes::block(const TerraformBody& body, std::string_view name) {
  if (auto found = known_.find(&body); found != known_.end()) return found->second;
  RecordType* made = types_.new_record(intern(name));
  known_.emplace(&body, made->type);
  std::vector<Field> fields;
  for (const TerraformAttribute& attribute : body.attributes) {
    const Type* type = of(*attribute.schema, fmt::format("{}.{}", name, attribute.name.text()));
    if (attribute.schema->sensitive) type = types_.secret(type);
    fields.push_back({.name = attribute.name, .type = type, .optional = true, .doc = attribute.doc});
  }
  for (const TerraformNested& nested : body.blocks) {
    const Type* type = block(*nested.body, fmt::format("{}.{}", name, nested.name.text()));
    if (nested.nesting == Nesting::list || nested.nesting == Nesting::set) type = types_.list(type);
    if (nested.nesting == Nesting::map) type = types_.map(types_.string(), type);
    fields.push_back({.name = nested.name, .type = type, .optional = true});
  }
  types_.give_fields(*made, fields);
  return made->type;
}

}  // namespace flux
