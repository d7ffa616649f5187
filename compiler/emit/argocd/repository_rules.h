// Where Argo CD looks for repositories: in Secrets that carry its label, and nowhere else.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux::argocd {

/// Reports manifests of kind ConfigMap that are meant to tell Argo CD of repositories (W5107): by its label
/// for Secrets, by the keys of `argocd-cm` that old versions read, or by what they hold under a name or in a
/// namespace of Argo CD.
void check_repositories(const Program& program, Diagnostics& diagnostics);

}  // namespace flux::argocd
