// `check --verify`: compares what the compiler says with what comments in the sources expect it to say.
//
//   replicas = "3"   // expected-error [E3004] {{an int is needed}}
//   // expected-warning@+2 [W4001] {{hides}}
//
// An expectation is a comment (`//` or `#`) with `expected-error` or `expected-warning`, where (`@+N`, `@-N`
// lines from the comment, `@*` anywhere in the file, or nothing: the same line), optionally a code, and a
// part of the message. Each stands for one diagnostic, by the line where it begins. What has no place in a
// file cannot be expected.
#pragma once

#include "diagnostics/diagnostic.h"
#include "source/source_manager.h"

namespace flux {

/// What differs between `actual` and the expectations in all of `sources`: E7306 for what was expected and
/// not said, `actual` itself (with a note) for what was not expected, E7307 for an expectation that cannot be
/// read.
Diagnostics verify(const Diagnostics& actual, const SourceManager& sources);

}  // namespace flux
