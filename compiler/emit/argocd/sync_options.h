// The sync options of Argo CD 3, as they stand in `syncPolicy.syncOptions` and in the annotation
// `argocd.argoproj.io/sync-options`. Argo CD ignores what it does not know, silently.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flux::argocd {

struct SyncOptionError {
  std::string reason;  ///< "`CreatNamespace` is no sync option"
  std::string help;
};

/// What is wrong with one option such as `CreateNamespace=true`; nothing when it is well.
std::optional<SyncOptionError> check_sync_option(std::string_view option);

}  // namespace flux::argocd
