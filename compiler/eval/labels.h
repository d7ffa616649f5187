// The labels of frozen values.
#pragma once

#include <cstdint>

#include "ir/value.h"

namespace flux {

/// Of the value and of all that it holds.
inline std::uint8_t labels_within(const Value& value) {
  std::uint8_t labels = value.labels();
  if (value.is(ValueKind::list)) {
    for (const Value& item : value.as_list().items) labels |= labels_within(item);
  } else if (value.is(ValueKind::map)) {
    for (const MapEntry& entry : value.as_map().entries) labels |= labels_within(entry.value);
  }
  return labels;
}

}  // namespace flux
