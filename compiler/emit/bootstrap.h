// bootstrap.md: how the environment comes up from nothing, as commands in the order of running them.
//
// First Terraform's stacks; then the releases that must be there before Argo CD can install anything (those
// with `bootstrap`), from the very values that their applications read later; then the stacks that tell Argo
// CD of clusters; then the application that brings all others, which is the one whose source is this output's
// folder `argocd`.
#pragma once

#include <span>

#include "emit/terraform/terraform_emitter.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

inline constexpr std::string_view kBootstrapPath = "bootstrap.md";

/// Adds the file where there is something to do; `tree` holds what all targets have written.
void emit_bootstrap(const Program& program, std::span<const StackToApply> stacks, OutputTree& tree,
                    Diagnostics& diagnostics);

}  // namespace flux
