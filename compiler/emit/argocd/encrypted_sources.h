// Applications that would apply what SOPS has encrypted as if it were a manifest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "emit/argocd/catalog.h"
#include "output/output_tree.h"

namespace flux::argocd {

/// Holds sources against the encrypted files of our own output. A folder with a `kustomization.yaml` is built
/// by Kustomize, which runs KSOPS, unless `directory` says that Argo CD applies each file as it is.
class EncryptedSources {
public:
  EncryptedSources(const Delivery& delivery, const OutputTree& tree, Diagnostics& diagnostics);

  /// Reports the first file that the source would apply encrypted (E5220).
  void check(const ApplicationSpec& spec, const Source& source) const;

private:
  bool is_built(const std::string& folder) const;

  const Delivery& delivery_;
  const OutputTree& tree_;
  Diagnostics& diagnostics_;
  std::vector<std::string_view> files_;  // paths of the encrypted ones, in order
};

}  // namespace flux::argocd
