#include "schemas/json_schema.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "schemas/json_value.h"

namespace flux {

namespace {

using Element = JsonElement;
using Object = JsonObject;
using Array = JsonArray;

/// A file becomes at most so many nodes; Kubernetes' whole OpenAPI has some 10,000.
constexpr std::size_t kMostNodes = 500'000;

/// Keywords that say something of the value and that we do not check.
constexpr std::string_view kUnchecked[] = {
    "$dynamicRef", "$recursiveRef", "dependencies",     "dependentRequired",     "dependentSchemas",
    "maxContains", "minContains",   "unevaluatedItems", "unevaluatedProperties", "x-kubernetes-validations"};

std::string escape_pointer(std::string_view key) {
  std::string out;
  for (char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

/// `%24defs` and the like: a `$ref` is a URI.
std::string unescape_uri(std::string_view text) {
  std::string out;
  auto hex = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

struct JsonSchemas::Impl {
  const SchemaIndex& index;
  Arena& arena;
  std::vector<SchemaNote>& notes;
  Remote remote;

  struct Document {
    std::unique_ptr<JsonDocument> json;
    Element root;
    std::string id;  ///< its `$id`
  };
  std::map<std::string, std::unique_ptr<Document>, std::less<>> documents;  ///< null: cannot be read
  std::unordered_map<std::string, const Schema*> made;                      ///< by `definition#pointer`
  std::unordered_set<std::string> aliases;  ///< `$ref`s that are being followed
  std::deque<re2::RE2> regexes;
  std::size_t nodes = 0;

  /// Where we are: the definition, and the pointer in it.
  struct Place {
    const std::string& definition;
    const Document& document;
    std::string pointer;
    bool root_of_kind = false;

    Place below(std::string_view key) const {
      return {definition, document, pointer + "/" + escape_pointer(key)};
    }
    std::string shown() const { return definition.empty() ? "#" + pointer : definition + "#" + pointer; }
  };

  void note(const Place& place, std::string_view keyword, std::string message) {
    notes.push_back(
        {place.shown() + (keyword.empty() ? "" : "/" + std::string{keyword}), std::move(message)});
  }

  Document* document(const std::string& name) {
    if (auto found = documents.find(name); found != documents.end()) return found->second.get();
    auto& kept = documents[name];
    auto json = index.find(name);
    if (!json) return nullptr;
    auto made_now = std::make_unique<Document>();
    made_now->json = JsonDocument::parse(*json);
    if (made_now->json == nullptr) return nullptr;
    made_now->root = made_now->json->root();
    std::string_view id;
    if (made_now->root["$id"].get(id)) made_now->id = id;
    kept = std::move(made_now);
    return kept.get();
  }

  const Schema* definition(const std::string& name) {
    Document* found = document(name);
    if (found == nullptr) return nullptr;
    const bool kind = std::ranges::count(name, '/') == 2 && index.format() != SchemaFormat::json_schema;
    return target({name, *found, "", kind}, found->root);
  }

  /// The node of an element that a `$ref` may name; made once.
  const Schema* target(const Place& place, Element element) {
    const std::string key = place.definition + "#" + place.pointer;
    if (auto found = made.find(key); found != made.end()) return found->second;
    if (auto ref = pure_reference(element)) {
      const Schema* followed = follow(*ref, place);
      made.emplace(key, followed);
      return followed;
    }
    Schema* schema = arena.make<Schema>();
    made.emplace(key, schema);
    fill(*schema, element, place);
    return schema;
  }

  const Schema* node(Element element, const Place& place) {
    // No circle of references is missed here: each passes through `target`.
    if (auto ref = pure_reference(element)) return referred(*ref, place);
    Schema* schema = arena.make<Schema>();
    fill(*schema, element, place);
    return schema;
  }

  /// The `$ref` of an element that says nothing else: it is what it refers to.
  static std::optional<std::string_view> pure_reference(Element element) {
    Object object;
    std::string_view ref;
    if (element.get(object) && object.size() == 1 && object["$ref"].get(ref)) return ref;
    return std::nullopt;
  }

  const Schema* follow(std::string_view ref, const Place& place) {
    const std::string key = place.definition + "#" + place.pointer;
    if (!aliases.insert(key).second) {
      note(place, "$ref", fmt::format("`{}` leads back to itself", ref));
      return arena.make<Schema>();
    }
    const Schema* found = referred(ref, place);
    aliases.erase(key);
    return found;
  }

  const Schema* referred(std::string_view reference, const Place& place) {
    const std::string decoded = unescape_uri(reference);
    std::string_view ref = decoded;
    if (!place.document.id.empty() && ref.starts_with(place.document.id)) {
      std::string_view rest = ref.substr(place.document.id.size());
      if (rest.empty() || rest.starts_with('#')) ref = rest.empty() ? "#" : rest;
    }
    if (ref.starts_with('#')) {
      std::string_view pointer = ref.substr(1);
      for (std::string_view prefix : {"/definitions/", "/components/schemas/"}) {
        if (index.format() == SchemaFormat::openapi && pointer.starts_with(prefix)) {
          std::string name{pointer.substr(prefix.size())};
          if (const Schema* found = definition(name)) return found;
        }
      }
      if (pointer.empty() || pointer.starts_with('/')) {
        Element found = place.document.root.at_pointer(pointer);
        if (found.exists()) return target({place.definition, place.document, std::string{pointer}}, found);
      }
    } else if (remote) {
      if (const Schema* found = remote(ref)) return found;
    }
    note(place, "$ref",
         fmt::format("`{}` is not in this file{}, so anything is admitted here", reference,
                     reference.starts_with('#') ? "" : ", nor vendored beside it"));
    return arena.make<Schema>();
  }

  std::optional<std::int64_t> count(Element value, const Place& place, std::string_view keyword) {
    std::int64_t number = 0;
    double real = 0;
    if (value.get(number) && number >= 0) return number;
    if (value.get(real) && real >= 0 && real < 9e15 &&
        real == static_cast<double>(static_cast<std::int64_t>(real)))
      return static_cast<std::int64_t>(real);
    note(place, keyword, fmt::format("`{}` is not a count", keyword));
    return std::nullopt;
  }
  std::optional<double> number(Element value, const Place& place, std::string_view keyword) {
    double real = 0;
    if (value.get(real)) return real;
    note(place, keyword, fmt::format("`{}` is not a number", keyword));
    return std::nullopt;
  }

  const Pattern* regex(std::string_view text, const Place& place, std::string_view keyword) {
    // ECMA's `\d` and the like are RE2's; look-around and back references are not.
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 22);
    const RE2& compiled = regexes.emplace_back(re2::StringPiece(text.data(), text.size()), options);
    if (!compiled.ok()) {
      note(place, keyword,
           fmt::format("the regular expression /{}/ is not checked: {}", text, compiled.error()));
      regexes.pop_back();
      return nullptr;
    }
    return arena.make<Pattern>(arena.copy_text(text), &compiled);
  }

  void type_keyword(Schema& schema, Element value, const Place& place) {
    static constexpr std::pair<std::string_view, std::uint16_t> kNames[] = {
        {"null", kNullValue},       {"boolean", kBooleanValue},
        {"integer", kIntegerValue}, {"number", kIntegerValue | kNumberValue},
        {"string", kStringValue},   {"array", kArrayValue},
        {"object", kObjectValue}};
    std::uint16_t kinds = 0;
    auto add = [&](Element name) {
      std::string_view text;
      if (name.get(text)) {
        for (auto [known, bits] : kNames) {
          if (known == text) {
            kinds |= bits;
            return;
          }
        }
      }
      note(place, "type", fmt::format("no type is called {}", name.text()));
      kinds = kAnyValue;
    };
    Array several;
    if (value.get(several)) {
      for (Element name : several) add(name);
    } else {
      add(value);
    }
    if (kinds != 0) schema.kinds = kinds;
  }

  std::span<const Schema* const> schemas(Element value, const Place& place, std::string_view keyword) {
    Array array;
    if (!value.get(array) || array.size() == 0) {
      note(place, keyword, fmt::format("`{}` is no list of schemas", keyword));
      return {};
    }
    std::vector<const Schema*> made_here;
    std::size_t i = 0;
    for (Element item : array)
      made_here.push_back(node(item, place.below(keyword).below(std::to_string(i++))));
    return arena.copy(made_here);
  }

  void properties_keyword(Schema& schema, Element value, const Place& place) {
    Object object;
    if (!value.get(object)) return note(place, "properties", "`properties` is no object");
    std::vector<SchemaProperty> properties;
    const Place below = place.below("properties");
    for (auto [key, element] : object) {
      if (place.root_of_kind && key == "status") continue;
      SchemaProperty property{.name = intern(key), .schema = node(element, below.below(key))};
      property.doc = property.schema->doc;
      properties.push_back(property);
    }
    schema.properties = arena.copy(properties);
  }

  void fill(Schema& schema, Element element, const Place& place) {
    schema.at = arena.copy_text(place.shown());
    if (++nodes > kMostNodes) {
      if (nodes == kMostNodes + 1)
        note(place, "",
             fmt::format("the schema has more than {} parts; what is beyond is not checked", kMostNodes));
      return;
    }
    bool truth = true;
    if (element.get(truth)) {
      schema.never = !truth;
      return;
    }
    Object object;
    if (!element.get(object)) return note(place, "", "this is no schema, so anything is admitted here");

    bool typed = false;
    bool nullable = false;
    std::string_view format;
    std::vector<const Schema*> all_of;
    for (auto [key, value] : object) {
      std::string_view text;
      bool flag = false;
      if (key == "type") {
        type_keyword(schema, value, place);
        typed = true;
      } else if (key == "description") {
        if (value.get(text)) schema.doc = arena.copy_text(text);
      } else if (key == "properties") {
        properties_keyword(schema, value, place);
      } else if (key == "required") {
        Array names;
        if (!value.get(names)) {
          note(place, key, "`required` is no list of names");
          continue;
        }
        std::vector<Name> required;
        for (Element name : names) {
          if (name.get(text)) required.push_back(intern(text));
        }
        schema.required = arena.copy(required);
      } else if (key == "additionalProperties") {
        if (value.get(flag)) {
          schema.extra = flag ? SchemaExtra::open : SchemaExtra::closed;
        } else {
          schema.extra = SchemaExtra::open;
          schema.additional = node(value, place.below(key));
        }
      } else if (key == "patternProperties") {
        Object patterns;
        if (!value.get(patterns)) continue;
        std::vector<SchemaPattern> made_here;
        for (auto [pattern, of] : patterns) {
          if (const Pattern* compiled = regex(pattern, place.below(key), pattern))
            made_here.push_back({*compiled, node(of, place.below(key).below(pattern))});
          else
            schema.extra = SchemaExtra::open;  // its names cannot be told from misspelt ones
        }
        schema.patterns = arena.copy(made_here);
      } else if (key == "propertyNames") {
        schema.property_names = node(value, place.below(key));
      } else if (key == "minProperties") {
        schema.min_properties = count(value, place, key);
      } else if (key == "maxProperties") {
        schema.max_properties = count(value, place, key);
      } else if (key == "items") {
        if (value.is_array()) {
          schema.prefix_items = schemas(value, place, key);
        } else {
          schema.items = node(value, place.below(key));
        }
      } else if (key == "prefixItems") {
        schema.prefix_items = schemas(value, place, key);
      } else if (key == "additionalItems") {
        if (object["items"].is_array()) {
          schema.items = node(value, place.below(key));
          schema.tuple = value.get(flag) && !flag;
        }
      } else if (key == "contains") {
        schema.contains = node(value, place.below(key));
      } else if (key == "minItems") {
        schema.min_items = count(value, place, key);
      } else if (key == "maxItems") {
        schema.max_items = count(value, place, key);
      } else if (key == "uniqueItems") {
        if (value.get(flag)) schema.unique_items = flag;
      } else if (key == "enum") {
        Array values;
        if (!value.get(values) || values.size() == 0) {
          note(place, key, "`enum` is no list of values");
          continue;
        }
        std::vector<Value> list;
        for (Element one : values) list.push_back(value_of(one, arena));
        schema.enumeration = arena.copy(list);
      } else if (key == "const") {
        Value one[] = {value_of(value, arena)};
        schema.enumeration = arena.copy(one);
      } else if (key == "minimum") {
        schema.minimum = number(value, place, key);
      } else if (key == "maximum") {
        schema.maximum = number(value, place, key);
      } else if (key == "exclusiveMinimum" || key == "exclusiveMaximum") {
        // A number in draft-06 and later; a flag beside `minimum` before, and in OpenAPI v2 and Kubernetes.
        const bool low = key == "exclusiveMinimum";
        if (value.get(flag)) {
          (low ? schema.exclusive_minimum : schema.exclusive_maximum) = flag;
        } else if (auto bound = number(value, place, key)) {
          (low ? schema.minimum : schema.maximum) = bound;
          (low ? schema.exclusive_minimum : schema.exclusive_maximum) = true;
        }
      } else if (key == "multipleOf") {
        schema.multiple_of = number(value, place, key);
        if (schema.multiple_of && *schema.multiple_of <= 0) schema.multiple_of.reset();
      } else if (key == "minLength") {
        schema.min_length = count(value, place, key);
      } else if (key == "maxLength") {
        schema.max_length = count(value, place, key);
      } else if (key == "pattern") {
        if (value.get(text)) schema.pattern = regex(text, place, key);
      } else if (key == "format") {
        if (value.get(text)) schema.format = format = arena.copy_text(text);
      } else if (key == "allOf") {
        auto parts = schemas(value, place, key);
        all_of.insert(all_of.end(), parts.begin(), parts.end());
      } else if (key == "anyOf") {
        schema.any_of = schemas(value, place, key);
      } else if (key == "oneOf") {
        schema.one_of = schemas(value, place, key);
      } else if (key == "not") {
        schema.not_ = node(value, place.below(key));
      } else if (key == "if") {
        schema.if_ = node(value, place.below(key));
      } else if (key == "then") {
        schema.then_ = node(value, place.below(key));
      } else if (key == "else") {
        schema.else_ = node(value, place.below(key));
      } else if (key == "$ref") {
        if (value.get(text)) all_of.push_back(referred(text, place));
      } else if (key == "nullable") {
        nullable = value.get(flag) && flag;
      } else if (key == "x-kubernetes-int-or-string") {
        schema.int_or_string = value.get(flag) && flag;
      } else if (key == "x-kubernetes-preserve-unknown-fields") {
        if (value.get(flag) && flag) schema.extra = SchemaExtra::open;
      } else if (key == "x-kubernetes-list-map-keys") {
        Array keys;
        if (value.get(keys) && keys.size() == 1 && keys.at(0).get(text)) schema.list_map_key = intern(text);
      } else if (key == "x-kubernetes-list-type") {
        if (value.get(text) && text == "set") schema.set = schema.unique_items = true;
      } else if (std::ranges::find(kUnchecked, key) != std::end(kUnchecked)) {
        note(place, key, fmt::format("`{}` is not checked", key));
      }
    }
    schema.all_of = arena.copy(all_of);
    finish(schema, place, typed, nullable, format);
  }

  /// What follows from several keywords together.
  void finish(Schema& schema, const Place& place, bool typed, bool nullable, std::string_view format) {
    // OpenAPI says so by a format, and Kubernetes' quantities by their name only.
    if (format == "int-or-string") schema.int_or_string = true;
    if (schema.int_or_string) schema.kinds = kIntegerValue | kStringValue;
    if (place.pointer.empty() && place.definition == "io.k8s.apimachinery.pkg.api.resource.Quantity")
      schema.kinds = kIntegerValue | kNumberValue | kStringValue;
    if (nullable) schema.kinds |= kNullValue;
    if (!typed && !schema.properties.empty() && index.format() != SchemaFormat::json_schema)
      schema.kinds = kObjectValue;

    for (SchemaProperty& property :
         std::span(const_cast<SchemaProperty*>(schema.properties.data()), schema.properties.size()))
      property.required = std::ranges::find(schema.required, property.name) != schema.required.end();
    schema.index = index_by_name(arena, schema.properties);

    if (schema.minimum && schema.maximum && *schema.minimum > *schema.maximum) {
      note(place, "minimum", "`minimum` is above `maximum`, so neither is checked");
      schema.minimum.reset();
      schema.maximum.reset();
    }
    auto contradiction = [&](std::optional<std::int64_t>& low, std::optional<std::int64_t>& high,
                             std::string_view keyword) {
      if (!low || !high || *low <= *high) return;
      note(place, keyword, fmt::format("`{}` is above its maximum, so neither is checked", keyword));
      low.reset();
      high.reset();
    };
    contradiction(schema.min_length, schema.max_length, "minLength");
    contradiction(schema.min_items, schema.max_items, "minItems");
    contradiction(schema.min_properties, schema.max_properties, "minProperties");
    if (schema.extra == SchemaExtra::closed && schema.patterns.empty() && !schema.combines()) {
      std::vector<Name> possible;
      for (Name name : schema.required) {
        if (schema.find(name) != nullptr) {
          possible.push_back(name);
        } else if (place.root_of_kind && name.text() == "status") {
          continue;
        } else {
          note(place, "required",
               fmt::format("`{}` is required and not admitted, so it is not required", name.text()));
        }
      }
      schema.required = arena.copy(possible);
    }
    if (!schema.enumeration.empty() && typed) {
      bool fits = std::ranges::any_of(schema.enumeration,
                                      [&](const Value& value) { return kind_fits(value, schema.kinds); });
      if (!fits) {
        note(place, "enum", "no value of `enum` is of the `type`, so `enum` is not checked");
        schema.enumeration = {};
      }
    }
  }

  static bool kind_fits(const Value& value, std::uint16_t kinds) {
    switch (value.kind()) {
      case ValueKind::null:
        return (kinds & kNullValue) != 0;
      case ValueKind::boolean:
        return (kinds & kBooleanValue) != 0;
      case ValueKind::integer:
        return (kinds & (kIntegerValue | kNumberValue)) != 0;
      case ValueKind::floating:
        return (kinds & kNumberValue) != 0;
      case ValueKind::string:
        return (kinds & kStringValue) != 0;
      case ValueKind::list:
        return (kinds & kArrayValue) != 0;
      default:
        return (kinds & kObjectValue) != 0;
    }
  }
};

JsonSchemas::JsonSchemas(const SchemaIndex& index, Arena& arena, std::vector<SchemaNote>& notes,
                         Remote remote)
    : impl_(new Impl{index, arena, notes, std::move(remote)}) {}
JsonSchemas::~JsonSchemas() = default;

const Schema* JsonSchemas::definition(std::string_view name) {
  return impl_->definition(std::string{name});
}

const Schema* JsonSchemas::at_pointer(std::string_view name, std::string_view pointer) {
  const std::string definition{name};
  Impl::Document* document = impl_->document(definition);
  if (document == nullptr) return nullptr;
  if (pointer.starts_with('#')) pointer.remove_prefix(1);
  if (pointer.empty()) return impl_->definition(definition);
  JsonElement found = document->root.at_pointer(pointer);
  if (!found.exists()) return nullptr;
  return impl_->target({definition, *document, std::string{pointer}}, found);
}

}  // namespace flux
