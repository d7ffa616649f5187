#include "schemas/terraform_schema.h"

#include <fmt/format.h>

#include <algorithm>

#include "schemas/json.h"

namespace flux {

namespace {

using Element = JsonElement;
using Object = JsonObject;
using Array = JsonArray;

class Reader {
public:
  Reader(Arena& arena, std::vector<SchemaNote>& notes) : arena_(arena), notes_(notes) {}

  const TerraformBody* body(Element block, const std::string& at) {
    auto* made = arena_.make<TerraformBody>();
    Object object;
    if (!block.get(object)) return made;
    made->deprecated = flag(object, "deprecated");
    Object attributes;
    if (object["attributes"].get(attributes)) made->attributes = this->attributes(attributes, at);
    Object blocks;
    if (object["block_types"].get(blocks)) made->blocks = nested(blocks, at);
    made->attribute_index = index_by_name(arena_, made->attributes);
    made->block_index = index_by_name(arena_, made->blocks);
    return made;
  }

  const TerraformFunction* function(const Object& object, const std::string& at) {
    auto* made = arena_.make<TerraformFunction>();
    std::vector<TerraformFunction::Parameter> parameters;
    Array list;
    if (object["parameters"].get(list)) {
      for (Element one : list)
        parameters.push_back(parameter(one, fmt::format("{}({})", at, parameters.size())));
    }
    made->parameters = arena_.copy(parameters);
    Object variadic;
    if (object["variadic_parameter"].get(variadic))
      made->variadic = arena_.make<TerraformFunction::Parameter>(
          parameter(object["variadic_parameter"], fmt::format("{}(…)", at)));
    made->result = type(object["return_type"], at);
    std::string_view text;
    if (object["deprecation_message"].get(text)) made->deprecation = arena_.copy_text(text);
    return made;
  }

private:
  TerraformFunction::Parameter parameter(Element element, const std::string& at) {
    TerraformFunction::Parameter made;
    Object object;
    if (!element.get(object)) {
      made.schema = type(element, at);
      return made;
    }
    std::string_view name;
    if (object["name"].get(name)) made.name = arena_.copy_text(name);
    Schema* schema = type(object["type"], at);
    if (flag(object, "is_nullable")) schema->kinds |= kNullValue;
    made.schema = schema;
    return made;
  }

  static bool flag(const Object& object, std::string_view key) {
    bool value = false;
    return object[key].get(value) && value;
  }

  template <typename T>
  static void sort_by_name(std::vector<T>& items) {
    std::sort(items.begin(), items.end(), [](const T& a, const T& b) { return a.name < b.name; });
  }

  std::span<const TerraformAttribute> attributes(const Object& object, const std::string& at) {
    std::vector<TerraformAttribute> made;
    for (auto [key, value] : object) {
      Object attribute;
      if (!value.get(attribute)) continue;
      TerraformAttribute one{.name = intern(key)};
      one.required = flag(attribute, "required");
      one.optional = flag(attribute, "optional");
      one.computed = flag(attribute, "computed");
      one.write_only = flag(attribute, "write_only");
      one.deprecated = flag(attribute, "deprecated");
      for (std::string_view said : {"deprecation_message", "description"}) {
        std::string_view text;
        if (one.doc.empty() && attribute[said].get(text)) one.doc = arena_.copy_text(text);
      }
      const std::string here = fmt::format("{}.{}", at, key);
      Schema* schema = nullptr;
      Element part;
      if (attribute["nested_type"].get(part)) {
        schema = nested_type(part, here);
      } else if (attribute["type"].get(part)) {
        schema = type(part, here);
      } else {
        schema = anything(here);
        notes_.push_back({here, "it has no type, so anything is admitted"});
      }
      schema->sensitive = flag(attribute, "sensitive");
      schema->doc = one.doc;
      one.schema = schema;
      made.push_back(one);
    }
    sort_by_name(made);
    return arena_.copy(made);
  }

  std::span<const TerraformNested> nested(const Object& object, const std::string& at) {
    std::vector<TerraformNested> made;
    for (auto [key, value] : object) {
      Object block;
      if (!value.get(block)) continue;
      TerraformNested one{.name = intern(key), .nesting = nesting(block), .body = nullptr};
      std::int64_t number = 0;
      if (block["min_items"].get(number)) one.min_items = number;
      if (block["max_items"].get(number)) one.max_items = number;
      Element content;
      if (block["block"].get(content)) {
        one.body = body(content, fmt::format("{}.{}", at, key));
      } else {
        one.body = arena_.make<TerraformBody>();
      }
      made.push_back(one);
    }
    sort_by_name(made);
    return arena_.copy(made);
  }

  static Nesting nesting(const Object& object) {
    std::string_view mode;
    if (!object["nesting_mode"].get(mode)) return Nesting::single;
    if (mode == "list") return Nesting::list;
    if (mode == "set") return Nesting::set;
    if (mode == "map") return Nesting::map;
    return mode == "group" ? Nesting::group : Nesting::single;
  }

  Schema* anything(const std::string& at) {
    auto* schema = arena_.make<Schema>();
    schema->at = arena_.copy_text(at);
    schema->extra = SchemaExtra::open;
    return schema;
  }

  /// The attributes of a `nested_type`, as an object in its nesting.
  Schema* nested_type(Element element, const std::string& at) {
    Object object;
    auto* inner = anything(at);
    inner->kinds = kObjectValue;
    inner->extra = SchemaExtra::closed;
    if (!element.get(object)) return inner;
    Object members;
    if (object["attributes"].get(members)) {
      auto list = attributes(members, at);
      std::vector<SchemaProperty> properties;
      std::vector<Name> required;
      for (const TerraformAttribute& one : list) {
        properties.push_back({.name = one.name,
                              .schema = one.schema,
                              .required = one.required,
                              .read_only = one.read_only(),
                              .doc = one.doc});
        if (one.required) required.push_back(one.name);
      }
      inner->properties = arena_.copy(properties);
      inner->required = arena_.copy(required);
      inner->index = index_by_name(arena_, inner->properties);
    }
    return repeated(inner, nesting(object), at);
  }

  Schema* repeated(Schema* inner, Nesting nesting, const std::string& at) {
    if (nesting == Nesting::single || nesting == Nesting::group) return inner;
    auto* outer = anything(at);
    if (nesting == Nesting::map) {
      outer->kinds = kObjectValue;
      outer->additional = inner;
    } else {
      outer->kinds = kArrayValue;
      outer->items = inner;
      outer->set = nesting == Nesting::set;
    }
    return outer;
  }

  /// A type expression: `"string"`, `["list", "number"]`, `["object", {…}, ["optional", …]]`.
  Schema* type(Element element, const std::string& at) {
    auto* schema = anything(at);
    std::string_view word;
    if (element.get(word)) {
      if (word == "string") {
        schema->kinds = kStringValue;
      } else if (word == "number") {
        schema->kinds = kNumberValue | kIntegerValue;
      } else if (word == "bool") {
        schema->kinds = kBooleanValue;
      } else if (word != "dynamic") {
        notes_.push_back({at, fmt::format("no type is called `{}`, so anything is admitted", word)});
      }
      return schema;
    }
    Array parts;
    if (!element.get(parts) || parts.size() < 2 || !parts.at(0).get(word)) {
      notes_.push_back({at, "its type cannot be read, so anything is admitted"});
      return schema;
    }
    Element of = parts.at(1);
    if (word == "list" || word == "set") {
      schema->kinds = kArrayValue;
      schema->set = word == "set";
      schema->items = type(of, at);
      schema->as_blocks = schema->items->kinds == kObjectValue && !schema->items->properties.empty();
    } else if (word == "map") {
      schema->kinds = kObjectValue;
      schema->additional = type(of, at);
    } else if (word == "tuple") {
      schema->kinds = kArrayValue;
      schema->tuple = true;
      std::vector<const Schema*> items;
      Array types;
      if (of.get(types)) {
        for (Element one : types) items.push_back(type(one, at));
      }
      schema->prefix_items = arena_.copy(items);
    } else if (word == "object") {
      object_type(*schema, of, parts, at);
    }
    return schema;
  }

  void object_type(Schema& schema, Element members, const Array& parts, const std::string& at) {
    schema.kinds = kObjectValue;
    schema.extra = SchemaExtra::closed;
    std::vector<std::string_view> optional;
    Array names;
    if (parts.at(2).get(names)) {
      std::string_view name;
      for (Element one : names) {
        if (one.get(name)) optional.push_back(name);
      }
    }
    std::vector<SchemaProperty> properties;
    std::vector<Name> required;
    Object object;
    if (!members.get(object)) return;
    for (auto [key, of] : object) {
      SchemaProperty property{.name = intern(key), .schema = type(of, fmt::format("{}.{}", at, key))};
      property.required = std::ranges::find(optional, key) == optional.end();
      if (property.required) required.push_back(property.name);
      properties.push_back(property);
    }
    sort_by_name(properties);
    std::sort(required.begin(), required.end());
    schema.properties = arena_.copy(properties);
    schema.required = arena_.copy(required);
    schema.index = index_by_name(arena_, schema.properties);
  }

  Arena& arena_;
  std::vector<SchemaNote>& notes_;
};

}  // namespace

const TerraformBody* read_terraform_body(std::string_view json, std::string_view at, Arena& arena,
                                         std::vector<SchemaNote>& notes) {
  auto document = JsonDocument::parse(json);
  if (document == nullptr) return nullptr;
  Element block = document->root()["block"];
  if (!block.exists()) return nullptr;
  return Reader{arena, notes}.body(block, std::string{at});
}

std::string TerraformFunction::Parameter::called(std::size_t index, std::string_view function) const {
  return name.empty() ? fmt::format("argument {} of `{}`", index + 1, function)
                      : fmt::format("`{}` of `{}`", name, function);
}

const TerraformFunction* read_terraform_function(std::string_view json, std::string_view at, Arena& arena,
                                                 std::vector<SchemaNote>& notes) {
  auto document = JsonDocument::parse(json);
  Object object;
  if (document == nullptr || !document->root().get(object)) return nullptr;
  return Reader{arena, notes}.function(object, std::string{at});
}

}  // namespace flux
