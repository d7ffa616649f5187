// What was applied before fluxc, and is now to be known by the addresses that fluxc writes.
#pragma once

#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "output/output_tree.h"
#include "project/adoption_file.h"

namespace flux {

/// Adds to the inventory of the tree what has moved, and to the tree `imports.tf` in the stacks that take
/// something over from elsewhere. What names a resource that is not made (E7512), or that two lines claim
/// (E7513), is reported.
void adopt(const std::vector<Adoption>& adoptions, std::string_view environment, OutputTree& tree,
           Diagnostics& diagnostics);

}  // namespace flux
