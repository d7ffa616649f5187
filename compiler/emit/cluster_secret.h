// The Secret by which Argo CD knows a cluster, where Terraform writes it.
#pragma once

#include <optional>
#include <string_view>

#include "ir/program.h"

namespace flux {

struct ClusterSecret {
  std::string_view cluster;  ///< what its label `fluxc/cluster` says; may be empty
  bool bridge;               ///< annotation `fluxc/bridge: "true"`: values may be noted on it
};

/// Of a `resource kubernetes_secret…` with the label `argocd.argoproj.io/secret-type: cluster`; nothing for
/// every other block.
std::optional<ClusterSecret> cluster_secret_of(const TerraformBlock& block);

}  // namespace flux
