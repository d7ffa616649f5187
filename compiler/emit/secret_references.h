// References to Kubernetes Secrets against what delivers them, over everything that an environment writes.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux {

/// Reports (E5209) each Secret that a container, a volume or a chart's value names and that nothing of the
/// program puts into the namespace of the cluster, and each key that the Secret has not. Where nobody can
/// know (an unknown namespace, an encrypted name, an operator that makes Secrets up), nothing is said.
void check_secret_references(const Program& program, Diagnostics& diagnostics);

}  // namespace flux
