// The interfaces of other projects that this one imports, held against what it was built with.
#pragma once

#include <map>
#include <string>

#include "driver/compilation.h"

namespace flux {

/// Reports the imported interfaces that `flux.lock` does not know (E7531), that say something else than it
/// records (E7530), or that were edited (E7532). After all sources have been added.
void verify_interfaces(Compilation& compilation);

/// The imported interfaces as they are, for `flux.lock`; edited ones are reported (E7532).
std::map<std::string, LockedInterface> imported_interfaces(Compilation& compilation);

}  // namespace flux
