// Kubernetes: `manifest Kind name { … }` becomes kubernetes/<cluster>/<object>/<kind>-<name>.yaml.
//
// The body is the object as Kubernetes has it: `metadata`, `spec`, `data` … `kind` comes from the first label
// and `metadata.name`, where the body gives none, from the second. `apiVersion` may be left out for the kinds
// that built_in_kinds.h knows; for others it is an error (E5107) to leave it out. `<object>` is the last step
// of the emitting object's path, with what stands before it where that is a mere index; the environment's
// name for what the environment itself emits. `<kind>` is in lower case. `encrypted` files:
// encrypted_files.h.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

void emit_kubernetes(const Program& program, OutputTree& tree, Diagnostics& diagnostics);

}  // namespace flux
