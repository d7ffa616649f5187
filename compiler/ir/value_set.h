// A set of values in the order in which they came.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "ir/value.h"

namespace flux {

/// Values without duplicates, as `equal` means it, in order of first insertion.
class ValueSet {
public:
  /// Whether it was new.
  bool insert(const Value& value);
  bool contains(const Value& value) const;
  std::span<const Value> items() const { return items_; }

private:
  bool contains(const Value& value, std::size_t hash) const;

  std::vector<Value> items_;
  std::unordered_multimap<std::size_t, std::size_t> by_hash_;  // hash to index
};

}  // namespace flux
