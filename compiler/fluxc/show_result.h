// How a command that writes nothing ends.
#pragma once

#include "fluxc/console.h"
#include "fluxc/exit_status.h"

namespace flux {

/// Shows what was found, in its order, and says whether it was fine.
ExitStatus show_result(Diagnostics found, const SourceManager& sources, Console& console);

}  // namespace flux
