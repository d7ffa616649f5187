#include "emit/lowering/fields.h"

namespace flux {

const Value* find_field(const Value* map, std::string_view key) {
  for (const MapEntry& entry : entries_of(map)) {
    if (entry.key.text() == key)
      return entry.value.is_absent() || entry.value.is_null() ? nullptr : &entry.value;
  }
  return nullptr;
}

const Value* find_field(const Value* map, std::initializer_list<std::string_view> path) {
  for (const std::string_view key : path) map = find_field(map, key);
  return map;
}

std::string_view text_field(const Value* map, std::string_view key) {
  return text_of(find_field(map, key));
}

std::string_view text_of(const Value* value) {
  return value != nullptr && value->is_string() ? value->as_string() : std::string_view{};
}

std::span<const Value> items_of(const Value* value) {
  if (value == nullptr || !value->is(ValueKind::list)) return {};
  return value->as_list().items;
}

std::span<const MapEntry> entries_of(const Value* value) {
  if (value == nullptr || !value->is(ValueKind::map)) return {};
  return value->as_map().entries;
}

bool is_true(const Value* value) {
  return value != nullptr && value->is(ValueKind::boolean) && value->as_bool();
}

SourceSpan place_of(const Value* value, SourceSpan fallback) {
  const Origin* origin = value == nullptr ? nullptr : value->origin();
  return origin != nullptr && origin->member.valid() ? origin->member : fallback;
}

SourceSpan source_of(const Value* value, SourceSpan fallback) {
  const Origin* origin = value == nullptr ? nullptr : value->origin();
  SourceSpan place = fallback;
  for (; origin != nullptr && origin->member.valid(); origin = origin->copied_from) place = origin->member;
  return place;
}

}  // namespace flux
