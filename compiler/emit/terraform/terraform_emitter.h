// Terraform: the blocks of a program become root modules, terraform/<stack>/*.tf, one folder a stack.
//
// A module has `terraform.tf`, `providers.tf`, `variables.tf`, `outputs.tf` and `remote_state.tf` where there
// is something to say, and a file for each object that emits, after its slug (`main.tf` for the environment
// itself). Text is a fixed point of `terraform fmt`. terraform/order.json lists the stacks in the order of
// applying.
//
// Paths are relative to the environment's output folder. Errors (E50xx) are reported to `diagnostics`; the
// tree is complete only when there are none.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

/// A stack that was written.
struct StackToApply {
  std::string name;     ///< and that of its folder, in `terraform/`
  std::string backend;  ///< the type; `cloud`; `local` where none is set
  std::vector<std::string>
      needs;  ///< the stacks whose outputs it reads, or whose resources it waits for; by name
  /// The outputs that it reads, by their stack.
  std::map<std::string, std::vector<std::string>> reads;
  /// Those of its module, by name, and whether each is sensitive.
  std::map<std::string, bool, std::less<>> outputs;
  int step = 1;  ///< behind those of all that it needs; stacks of one step do not need each other
};

/// The stacks in the order of applying: by step, those of one step in the order of the source. None after an
/// error.
std::vector<StackToApply> emit_terraform(const Program& program, OutputTree& out, Diagnostics& diagnostics);

}  // namespace flux
