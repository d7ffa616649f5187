// Compares what a build would make with what the one before made, so that nothing is destroyed by accident.
//
// What is there no longer under its name (its id, output/inventory.h) is, in this order,
//   - the same thing: its object has another path (`renamed`) or the same, and emits it under another
//   address. Terraform
//     is told by a `moved` block; where a tool knows no moves it is an error (E7406, E7407);
//   - an ApplicationSet whose application stays, or comes to be made by one: a warning (W6018, W6019);
//   - something that may go: a layer says `removed … because "…"`, or a block `removed` of the program does;
//   - else an error that proposes the line to write: `renamed` where something like it is new (E7404), or
//   `removed`
//     (E7405).
//
// Moves are recorded with the output and written again as long as there is what they lead to: nobody knows
// when they have been applied everywhere.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "hir/changes.h"
#include "output/output_tree.h"

namespace flux {

/// Whether the environment has something at a path; `why` says what is missing on the way.
using PathQuery =
    std::function<bool(const std::vector<std::string>& steps, SourceSpan asked, Diagnostics& why)>;

/// Reports renames of what is still there (E7402), and to what is not there (E7403). Reads no earlier output.
void check_changes(const std::vector<hir::Change>& changes, const Inventory& inventory,
                   const PathQuery& exists, Diagnostics& diagnostics);

struct SafeChangeInput {
  std::string_view environment;
  SourceSpan place;  ///< of the environment, for what no layer speaks of
  const Inventory& recorded;
  const std::vector<hir::Change>& changes;
  const PathQuery& exists;
};

/// What goes and what moves, for the summary: how many of each kind.
struct ChangeSummary {
  std::map<std::string, std::size_t> removes;
  std::map<std::string, std::size_t> moves;
};

/// Adds `moved.tf` to the stacks of the tree that need one, and the moves to its inventory.
ChangeSummary follow_changes(const SafeChangeInput& input, OutputTree& tree, Diagnostics& diagnostics);

}  // namespace flux
