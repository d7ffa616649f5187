#pragma once

#include <cstdlib>
#include <filesystem>

namespace flux {

/// The root of the source tree, for tests that read files of it. CTest says where it is; a test run by hand
/// derives it from its own file, which only works where the compiler was given that file's absolute path
/// (ccache may shorten it).
inline std::filesystem::path source_folder() {
  if (const char* folder = std::getenv("FLUX_SOURCE_DIR")) return folder;
  return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
}

}  // namespace flux
