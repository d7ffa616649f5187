// The policies of a project's roles, as Argo CD reads them: one that it refuses makes the whole project
// invalid, and no application of it syncs.
#pragma once

#include "diagnostics/diagnostic.h"
#include "emit/argocd/catalog.h"

namespace flux::argocd {

/// Reports policies (E5217) that are not `p, proj:<project>:<role>, <resource>, <action>, <project>/<object>,
/// allow|deny`, or that speak of another project, role, resource or action than there is.
void check_roles(const Resource& project, Diagnostics& diagnostics);

}  // namespace flux::argocd
