// Where our own output will live, and what of it Argo CD is told to read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emit/argocd/catalog.h"

namespace flux::argocd {

/// The part of a repository's path that lies inside the environment's output folder: empty for the folder
/// itself, nothing when it lies elsewhere, or when flux.yaml does not say where the output will be.
std::optional<std::string> path_in_output(const Delivery& delivery, std::string_view repository,
                                          std::string_view path);

}  // namespace flux::argocd
