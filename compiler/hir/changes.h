// What layers say of an output that is there already: which objects it has under another path, and which may
// go.
#pragma once

#include <string>
#include <vector>

#include "source/source_span.h"

namespace flux::hir {

/// `renamed PATH from FROM`, or `removed PATH because "…"`.
struct Change {
  std::vector<std::string> path;  ///< names and keys, from the environment
  SourceSpan path_span;
  std::vector<std::string> from;  ///< empty: `removed`
  SourceSpan from_span;
  SourceSpan span;

  bool is_rename() const { return !from.empty(); }
};

}  // namespace flux::hir
