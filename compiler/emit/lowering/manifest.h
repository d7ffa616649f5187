// The outer shape of a Kubernetes object.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "ir/program.h"

namespace flux {

struct ManifestHead {
  std::string_view api_version;
  std::string_view kind;
  std::string_view name;  ///< for `metadata.name` where the body gives none
};

/// `apiVersion`, `kind`, `metadata` (its `name` first), then what else the body holds, in its order. The
/// head's texts must live as long as the arena.
Value make_manifest(const ManifestHead& head, const Value& body, Arena& arena);

/// The map with `key` set to `value`: replaced in place, or added at the end. Null stands for an empty map.
Value with_field(const Value* map, std::string_view key, const Value& value, Arena& arena);
/// The map with `key` in front; it must not have it.
Value with_first_field(const Value* map, std::string_view key, const Value& value, Arena& arena);
/// The map without `key`.
Value without_field(const Value& map, std::string_view key, Arena& arena);

/// Whether `name` is a DNS subdomain of RFC 1123, as Kubernetes wants most names: lower-case letters, digits,
/// `-` and
/// `.`, at most 253 bytes.
bool is_object_name(std::string_view name);

}  // namespace flux
