// Where the manifests of an object are written.
#pragma once

#include <string>

#include "ir/program.h"

namespace flux {

/// The last named step of the object's path, with the indices behind it; the environment's name for itself.
std::string object_folder(const Placement& owner, std::string_view environment);
/// `kubernetes/<cluster>/<object>`
std::string manifest_folder(const Placement& owner, std::string_view environment);

}  // namespace flux
