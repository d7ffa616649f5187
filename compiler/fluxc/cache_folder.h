// Where fluxc may keep what it can make again.
#pragma once

#include <string>

namespace flux {

/// `fluxc` in the user's cache folder, as https://specifications.freedesktop.org/basedir-spec says; empty
/// where there is no home. It need not exist. Nothing in it decides what is written.
std::string cache_folder();

}  // namespace flux
