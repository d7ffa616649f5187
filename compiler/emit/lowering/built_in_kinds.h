// The kinds that Kubernetes itself serves: the version to ask for, and whether they are of a namespace.
#pragma once

#include <span>
#include <string_view>

namespace flux {

/// The stable `apiVersion` of a built-in kind; empty for a kind that is not built in.
std::string_view api_version_of(std::string_view kind);
/// Whether objects of the built-in kind belong to the cluster, not to a namespace.
bool is_cluster_wide(std::string_view kind);
/// All built-in kinds.
std::span<const std::string_view> built_in_kinds();

}  // namespace flux
