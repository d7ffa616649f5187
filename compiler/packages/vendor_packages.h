// `fluxc vendor`: puts the packages that a project depends on into it, and records them in the lock file.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "project/lock_file.h"
#include "project/project_file.h"

namespace flux {

struct VendorOptions {
  std::vector<std::string> names;  ///< of the packages; none: all
  bool update = false;             ///< ask again what a revision is
};

struct VendorReport {
  std::vector<std::string> lines;  ///< what was done, a package each
  bool machine_failed = false;     ///< the disk did
};

/// Brings vendor/ and flux.lock to what flux.yaml says. A package that is there as the lock file has it is
/// not fetched; one of a repository that is not there is fetched at the commit that the lock file has.
/// Everything is fetched before anything is written; when anything fails (E752x), nothing is.
VendorReport vendor_packages(const Project& project, LockFile lock, const VendorOptions& options,
                             Diagnostics& diagnostics);

}  // namespace flux
