// The bridge: what Terraform will know reaches the releases of a cluster.
//
// The cluster is registered with Argo CD by a Secret that Terraform writes (labels
// `argocd.argoproj.io/secret-type: cluster` and `fluxc/cluster`, annotation `fluxc/bridge: "true"`). A
// deferred value of a release becomes an annotation of that Secret, and the application that reads the
// release's values file becomes an ApplicationSet: its generator finds the Secret, and its template fills the
// annotation in.
#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux {

/// The program with bridges in place of deferred values; the same where no cluster has one. What is new lies
/// in `arena`. Reports values that no annotation can hold (E6017), releases that no application installs
/// (E6015) and applications that cannot be filled in (E6016).
Program build_bridges(const Program& program, Arena& arena, Diagnostics& diagnostics);

}  // namespace flux
