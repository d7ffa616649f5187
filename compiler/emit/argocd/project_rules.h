// What the AppProjects of a program admit, against what its applications do.
//
// Argo CD's own matching: `sourceRepos` by glob on normalised URLs, where `*` does not cross a `/`;
// destinations by glob on address or name of the cluster and on the namespace; `!` denies, whatever else
// matches. Argo CD knows both address and name of every cluster, and we know them of its own (`in-cluster`)
// alone: where a destination and an entry speak of a cluster in different words, nothing is reported.
#pragma once

#include "diagnostics/diagnostic.h"
#include "emit/argocd/catalog.h"

namespace flux::argocd {

/// Reports projects that are not declared (E5120), sources (E5121) and destinations (E5122) that a project
/// denies, an app-of-apps whose project denies the kinds of Argo CD (E5123), manifests of ours whose kinds
/// the project of their application denies (E5216), permissions that nothing uses (W5105) and namespaces that
/// a project does not let an application create (W5106).
void check_projects(const Catalog& catalog, const Program& program, Diagnostics& diagnostics);

}  // namespace flux::argocd
