// Which files a command works on, when it is given folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flux {

/// The `.flux` files below `folder`, at any depth, sorted by path. Hidden folders, those in `skipped`
/// (paths), output folders of earlier builds and folders seen already (symbolic links) are passed over; so is
/// what cannot be read.
std::vector<std::string> find_sources(const std::string& folder, const std::vector<std::string>& skipped);

/// The names of the environments that a source declares, in order. Its mistakes are not reported.
std::vector<std::string> declared_environments(std::string_view text);

}  // namespace flux
