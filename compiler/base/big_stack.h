// Runs a function on a thread with a large stack. Parsing, checking and evaluating recurse as deep as
// programs nest and values depend on each other; their own limits are reached before this stack is.
#pragma once

#include <functional>

namespace flux {

/// Returns when `work` has. `work` must not throw. Falls back to a smaller stack where the system refuses.
void run_on_big_stack(const std::function<void()>& work);

}  // namespace flux
