// One mistake is told once: what follows from it goes away with it.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "hir/hir.h"
#include "source/source_manager.h"

namespace flux {

/// What the front end could not read or find, and what that makes of other reports.
class Consequences {
public:
  Consequences(const Diagnostics& front_end, const SourceManager& sources);

  /// The front end's own reports without those that follow: an import may be used, and a member stand where
  /// it belongs, in text that was not understood.
  Diagnostics of_front_end(Diagnostics found) const;
  /// Likewise for an environment: a field that nothing sets may be the one that was misspelt, or be set in a
  /// layer that could not be read.
  Diagnostics of_environment(Diagnostics found, const hir::Environment& environment) const;

private:
  bool misplaced(const Diagnostic& diagnostic) const;

  const SourceManager& sources_;
  std::set<FileId> unread_;         // files with syntax errors
  std::set<std::string> misspelt_;  // fields that were meant
  std::vector<SourceSpan> open_;    // from a bracket that is never closed to where that showed
};

}  // namespace flux
