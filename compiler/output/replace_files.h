// Puts single files in place of what is there: a schema and the lock file that records it.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace flux {

struct NewContent {
  std::string path;  ///< below the folder
  std::string bytes;
};

/// Writes all files, or (E7201, E7102) none: each is written beside its place first, and moved there when all
/// have reached the disk. Makes folders where they are missing. No symbolic link below `folder` is followed.
bool replace_files(const std::string& folder, const std::vector<NewContent>& files, Diagnostics& diagnostics);

}  // namespace flux
