// Passing files through: `file "terraform/main/extra.tf" { content = "…" }` is written as it stands.
//
// The label is the path inside the environment's output folder; `content` is a string. No header is added:
// the format is the author's.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

void emit_files(const Program& program, OutputTree& tree, Diagnostics& diagnostics);

}  // namespace flux
