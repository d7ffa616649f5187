// Where a value came from: one contribution to a slot, and the contribution it hid.
#pragma once

#include <cstdint>

#include "base/name.h"
#include "source/source_span.h"

namespace flux {

enum class OriginOp : std::uint8_t {
  type_default,  ///< `f: T = e` in a type
  set,
  amend,
  append,
  remove,
  erase,
  default_,
};

/// The ways a contribution came to its slot; a bitmask.
enum OriginVia : std::uint8_t {
  kDirect = 0,
  kViaStar = 1,
  kViaSpread = 2,
  kViaGuard = 4,
  kViaLoop = 8,
  kViaCommandLine = 16,
  kViaMount = 32,
  kViaYaml = 64
};

struct Origin {
  OriginOp op;
  std::uint8_t via = kDirect;
  Name layer;                           ///< the layer, environment or type that holds the member
  SourceSpan member;                    ///< the whole member
  SourceSpan expression;                ///< its right side
  const Origin* below = nullptr;        ///< the contribution that this one hid or built upon
  const Origin* copied_from = nullptr;  ///< for a value that a path, `??`, `if` or `match` passed through
};

}  // namespace flux
