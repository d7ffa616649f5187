// What of a program must not vanish by accident.
#pragma once

#include "emit/emit.h"
#include "ir/program.h"
#include "output/inventory.h"

namespace flux {

/// Of the selected targets: Terraform's resources and modules, instance by instance; Applications,
/// ApplicationSets and AppProjects; Namespaces, PersistentVolumeClaims, StatefulSets that claim volumes, and
/// CustomResourceDefinitions.
Inventory take_inventory(const Program& program, const EmitSelection& selection);

/// Which of the targets makes it.
EmitTarget target_of(const Identity& identity);

}  // namespace flux
