// An application that is filled in from the Secret of a cluster.
#pragma once

#include "base/arena.h"
#include "emit/argocd/catalog.h"

namespace flux::argocd {

/// The body of the ApplicationSet that makes the application, and no other: of its name, in its project, with
/// the values of its bridge. `annotations`: those of the set; null for none.
Value bridged_application_set(const Resource& application, const Value* annotations, Arena& arena);

}  // namespace flux::argocd
