// The rules within one application that its CRD cannot say: destination, sources, helm, sync policy.
#pragma once

#include "diagnostics/diagnostic.h"
#include "emit/argocd/catalog.h"

namespace flux::argocd {

void check_application(const ApplicationSpec& spec, Diagnostics& diagnostics);

/// Whether the sync option `CreateNamespace=true` is set.
bool creates_namespace(const ApplicationSpec& spec);

}  // namespace flux::argocd
