#include "ir/value_set.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace flux {
namespace {

std::size_t combine(std::size_t seed, std::size_t hash) {
  return seed * 0x9E3779B97F4A7C15ULL + hash;
}

/// Equal values hash the same: an int as its float, quantities without their spelling, maps regardless of
/// order.
std::size_t hash_of(const Value& value) {
  std::size_t hash =
      static_cast<std::size_t>(value.is(ValueKind::integer) ? ValueKind::floating : value.kind());
  switch (value.kind()) {
    case ValueKind::boolean:
      return combine(hash, value.as_bool() ? 1 : 0);
    case ValueKind::integer:
    case ValueKind::floating:
      return combine(hash, std::hash<double>{}(value.number()));
    case ValueKind::string:
      return combine(hash, std::hash<std::string_view>{}(value.as_string()));
    case ValueKind::quantity:
      return combine(hash, std::hash<std::int64_t>{}(value.as_quantity().amount));
    case ValueKind::list:
      for (const Value& item : value.as_list().items) hash = combine(hash, hash_of(item));
      return hash;
    case ValueKind::map: {
      std::size_t sum = 0;
      for (const MapEntry& entry : value.as_map().entries)
        sum += combine(entry.key.hash(), hash_of(entry.value));
      return combine(hash, sum);
    }
    case ValueKind::object:
    case ValueKind::reference:
      return combine(hash, std::hash<const void*>{}(value.as_object()));
    default:
      return hash;
  }
}

}  // namespace

bool ValueSet::contains(const Value& value, std::size_t hash) const {
  const auto [first, last] = by_hash_.equal_range(hash);
  return std::any_of(first, last, [&](const auto& entry) { return equal(items_[entry.second], value); });
}

bool ValueSet::contains(const Value& value) const {
  return contains(value, hash_of(value));
}

bool ValueSet::insert(const Value& value) {
  const std::size_t hash = hash_of(value);
  if (contains(value, hash)) return false;
  by_hash_.emplace(hash, items_.size());
  items_.push_back(value);
  return true;
}

}  // namespace flux
