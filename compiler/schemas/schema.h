// What a tool's own schema says of one value: a chart's values, an attribute of a resource, a Kubernetes
// object.
//
// The common form of JSON Schema (draft-07 and 2020-12), of the structural schemas of Kubernetes, of
// Terraform's type expressions. Nodes are made once, lie in the arena of the
// schema file they come from, and may refer to each other in circles. Values are checked against them by
// `validate`; the static types of the language are made of them by `SchemaTypes`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/name.h"
#include "base/name_index.h"
#include "ir/value.h"
#include "types/type.h"

namespace flux {

/// The kinds of value that a schema admits; a bitmask.
enum SchemaKinds : std::uint16_t {
  kNullValue = 1,
  kBooleanValue = 2,
  kIntegerValue = 4,
  kNumberValue = 8,
  kStringValue = 16,
  kArrayValue = 32,
  kObjectValue = 64,
  kAnyValue = 127,
};

/// Names beside `properties` that an object admits.
enum class SchemaExtra : std::uint8_t {
  unsaid,  ///< the schema lists properties and says nothing of others: we take it as closed
  open,    ///< it says that others are admitted
  closed,  ///< it says that they are not
};

struct Schema;

struct SchemaProperty {
  Name name;
  const Schema* schema;
  bool required = false;
  bool read_only = false;  ///< Terraform: computed, never set
  std::string_view doc;
};

struct SchemaPattern {
  Pattern pattern;
  const Schema* schema;
};

struct Schema {
  std::uint16_t kinds = kAnyValue;
  bool never = false;          ///< `false`: no value fits
  bool int_or_string = false;  ///< x-kubernetes-int-or-string
  bool sensitive = false;      ///< Terraform: the value becomes secret
  bool unique_items = false;
  /// Terraform: a list or set of objects by its type expression. It may be written as blocks, which may leave
  /// members out; written as a list of objects it may not.
  bool as_blocks = false;
  bool set = false;    ///< an array whose order means nothing
  bool tuple = false;  ///< as many items as `prefix_items`, no more
  SchemaExtra extra = SchemaExtra::unsaid;
  std::string_view at;   ///< where in the schema: `#/properties/image`
  std::string_view doc;  ///< its description

  // objects
  std::span<const SchemaProperty> properties;
  NameIndex index;                     ///< over `properties`
  const Schema* additional = nullptr;  ///< of names that are not listed; null: anything, as `extra` admits
  std::span<const SchemaPattern> patterns;
  const Schema* property_names = nullptr;
  std::optional<std::int64_t> min_properties, max_properties;
  /// Required names; those of `properties` are marked there too.
  std::span<const Name> required;

  // arrays
  const Schema* items = nullptr;
  std::span<const Schema* const> prefix_items;
  const Schema* contains = nullptr;
  std::optional<std::int64_t> min_items, max_items;
  Name list_map_key;  ///< x-kubernetes-list-map-keys, where there is one key

  // scalars
  std::span<const Value> enumeration;  ///< of `enum` and `const`
  std::optional<double> minimum, maximum, multiple_of;
  bool exclusive_minimum = false, exclusive_maximum = false;
  std::optional<std::int64_t> min_length, max_length;
  const Pattern* pattern = nullptr;
  std::string_view format;

  // combinations
  std::span<const Schema*const> all_of, any_of, one_of;
  const Schema* not_ = nullptr;
  const Schema* if_ = nullptr;
  const Schema* then_ = nullptr;
  const Schema* else_ = nullptr;

  const SchemaProperty* find(Name name) const {
    std::uint32_t found = index.find(name);
    return found == NameIndex::kNone ? nullptr : &properties[found];
  }
  bool combines() const {
    return !all_of.empty() || !any_of.empty() || !one_of.empty() || not_ != nullptr || if_ != nullptr;
  }
};

/// How a nested block of a Terraform body repeats.
enum class Nesting : std::uint8_t { single, group, list, set, map };

struct TerraformAttribute {
  Name name;
  const Schema* schema;
  bool required = false;
  bool optional = false;
  bool computed = false;
  bool write_only = false;
  bool deprecated = false;
  std::string_view doc;  ///< for a deprecated one, how Terraform says so where it does

  bool read_only() const { return computed && !optional && !required; }
};

struct TerraformBody;
struct TerraformNested {
  Name name;
  Nesting nesting;
  std::int64_t min_items = 0;
  std::int64_t max_items = 0;  ///< 0: any number
  const TerraformBody* body;

  bool once() const { return nesting == Nesting::single || nesting == Nesting::group || max_items == 1; }
};

/// The body of a resource, data source, ephemeral resource, provider or nested block. Both lists by name.
struct TerraformBody {
  std::span<const TerraformAttribute> attributes;
  std::span<const TerraformNested> blocks;
  NameIndex attribute_index, block_index;
  bool deprecated = false;
  std::int64_t version = 0;

  const TerraformAttribute* attribute(Name name) const {
    std::uint32_t at = attribute_index.find(name);
    return at == NameIndex::kNone ? nullptr : &attributes[at];
  }
  const TerraformNested* block(Name name) const {
    std::uint32_t at = block_index.find(name);
    return at == NameIndex::kNone ? nullptr : &blocks[at];
  }
};

}  // namespace flux
