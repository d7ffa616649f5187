#include "emit/lowering/manifest.h"

#include <algorithm>
#include <vector>

#include "emit/lowering/fields.h"

namespace flux {
namespace {

/// A map of these entries, with the origin of the one that it replaces.
Value make_map(const std::vector<MapEntry>& entries, const Value* replaced, Arena& arena) {
  const Value map = Value::map(arena.make<MapValue>(arena.copy(entries)));
  return replaced == nullptr ? map : map.with_labels(replaced->labels()).with_origin(replaced->origin());
}

std::vector<MapEntry> copy_entries(const Value* map) {
  const auto entries = entries_of(map);
  return {entries.begin(), entries.end()};
}

}  // namespace

Value make_manifest(const ManifestHead& head, const Value& body, Arena& arena) {
  const Value* metadata = find_field(&body, "metadata");
  std::vector<MapEntry> entries;
  entries.push_back({intern("apiVersion"), Value::string(head.api_version), {}});
  entries.push_back({intern("kind"), Value::string(head.kind), {}});
  const bool named =
      find_field(metadata, "name") != nullptr || find_field(metadata, "generateName") != nullptr;
  const bool readable = metadata == nullptr || metadata->is(ValueKind::map);
  entries.push_back(
      {intern("metadata"),
       named || !readable ? *metadata : with_first_field(metadata, "name", Value::string(head.name), arena),
       {}});
  for (const MapEntry& entry : entries_of(&body)) {
    if (entry.key.text() == "metadata") entries[2].doc = entry.doc;
    if (entry.key != entries[0].key && entry.key != entries[1].key && entry.key != entries[2].key) {
      entries.push_back(entry);
    }
  }
  return make_map(entries, &body, arena);
}

Value with_field(const Value* map, std::string_view key, const Value& value, Arena& arena) {
  std::vector<MapEntry> entries = copy_entries(map);
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const MapEntry& entry) { return entry.key.text() == key; });
  if (found != entries.end()) {
    found->value = value;
  } else {
    entries.push_back({intern(key), value, {}});
  }
  return make_map(entries, map, arena);
}

Value with_first_field(const Value* map, std::string_view key, const Value& value, Arena& arena) {
  std::vector<MapEntry> entries = copy_entries(map);
  std::erase_if(entries, [&](const MapEntry& entry) { return entry.key.text() == key; });
  entries.insert(entries.begin(), {intern(key), value, {}});
  return make_map(entries, map, arena);
}

Value without_field(const Value& map, std::string_view key, Arena& arena) {
  std::vector<MapEntry> entries = copy_entries(&map);
  std::erase_if(entries, [&](const MapEntry& entry) { return entry.key.text() == key; });
  return make_map(entries, &map, arena);
}

bool is_object_name(std::string_view name) {
  const auto is_alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (name.empty() || name.size() > 253) return false;
  char before = '.';
  for (const char c : name) {
    if (!is_alphanumeric(c) && c != '-' && c != '.') return false;
    // Each part between dots begins and ends with a letter or digit.
    if (before == '.' && !is_alphanumeric(c)) return false;
    if (before == '-' && c == '.') return false;
    before = c;
  }
  return is_alphanumeric(before);
}

}  // namespace flux
