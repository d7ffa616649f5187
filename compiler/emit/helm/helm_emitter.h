// Helm: `release NAME { … }` becomes helm/<cluster>/<release>/values.yaml.
//
// The body: `chart`, `repo` or `repository`, `version`, `namespace`, `values`, and `cluster`, which stands
// for the cluster of the object that emits where it is set. The file holds `values` alone, fully merged; `{}`
// when nothing set any. What installs the release (an Argo CD application, `helm upgrade`) names chart,
// version and namespace itself.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

void emit_helm(const Program& program, OutputTree& tree, Diagnostics& diagnostics);

}  // namespace flux
