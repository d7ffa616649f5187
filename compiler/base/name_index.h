// Finds a name's position in a fixed array of names without comparing text. Built once, read by any thread.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "base/name.h"

namespace flux {

class NameIndex {
public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  NameIndex() = default;
  /// Of several equal names the first is found. `names` must live as long as the index.
  NameIndex(Arena& arena, std::span<const Name> names) : names_(names) {
    if (names.size() <= kLinear) return;
    std::size_t capacity = 16;
    while (capacity < names.size() * 2) capacity *= 2;
    slots_ = arena.make_array<std::uint32_t>(capacity);
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      std::size_t at = names[i].hash() & (capacity - 1);
      while (slots_[at] != 0 && names[slots_[at] - 1] != names[i]) at = (at + 1) & (capacity - 1);
      if (slots_[at] == 0) slots_[at] = i + 1;
    }
  }

  std::uint32_t find(Name name) const {
    if (slots_.empty()) {
      for (std::uint32_t i = 0; i < names_.size(); ++i) {
        if (names_[i] == name) return i;
      }
      return kNone;
    }
    for (std::size_t at = name.hash() & (slots_.size() - 1); slots_[at] != 0;
         at = (at + 1) & (slots_.size() - 1)) {
      if (names_[slots_[at] - 1] == name) return slots_[at] - 1;
    }
    return kNone;
  }
  std::span<const Name> names() const { return names_; }
  std::size_t size() const { return names_.size(); }

private:
  static constexpr std::size_t kLinear = 8;  // below this a scan of pointers beats hashing
  std::span<const Name> names_;
  std::span<std::uint32_t> slots_;
};

/// An index over the `name`s of `items`, copied into `arena`.
template <typename Items>
NameIndex index_by_name(Arena& arena, const Items& items) {
  auto names = arena.make_array<Name>(items.size());
  std::size_t i = 0;
  for (const auto& item : items) names[i++] = item.name;
  return NameIndex(arena, names);
}

}  // namespace flux
