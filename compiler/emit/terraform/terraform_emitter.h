// Terraform: the blocks of a program become root modules, terraform/<stack>/*.tf, one folder a stack.
//
// A module has `terraform.tf`, `providers.tf`, `variables.tf`, `outputs.tf` and `remote_state.tf` where there
// is something to say, and a file for each object that emits, after its slug (`main.tf` for the environment
// itself). Text is a fixed point of `terraform fmt`. With more than one stack, terraform/stacks.txt lists
// them in the order of applying.
//
// Paths are relative to the environment's output folder. Errors (E50xx) are reported to `diagnostics`; the
// tree is complete only when there are none.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

void emit_terraform(const Program& program, OutputTree& out, Diagnostics& diagnostics);

}  // namespace flux
