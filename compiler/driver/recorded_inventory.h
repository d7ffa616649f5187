// What the output that is on disk makes, as far as some targets are concerned.
#pragma once

#include <string>

#include "emit/emit.h"
#include "output/inventory.h"

namespace flux {

/// As the record in `folder` says; nothing where there is none.
Inventory recorded_inventory(const std::string& folder, const EmitSelection& targets);

}  // namespace flux
