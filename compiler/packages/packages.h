// The packages of a project, as builds see them: offline, and only as `flux.lock` knows them.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "diagnostics/diagnostic.h"
#include "project/lock_file.h"
#include "project/project_file.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

/// The folder of each package that `import "@name/…"` reaches, by name; empty where it has been reported that
/// the package is not there.
using PackageFolders = std::map<std::string, std::string, std::less<>>;

/// Those of a project. Reported are packages that have not been vendored, or not from where flux.yaml says
/// (E7521), and what flux.lock records without need (W7520).
PackageFolders project_packages(const Project& project, const LockFile& lock, FileProvider& files,
                                Diagnostics& diagnostics);

/// Those of the package that lies in `folder`, which brings them along. What its flux.yaml asks for in vain
/// is reported there.
PackageFolders packages_of_package(const std::string& folder, FileProvider& files, SourceManager& sources,
                                   Diagnostics& diagnostics);

/// Reports the vendored packages that are not what the lock file says (E7522), and which of their files.
void verify_packages(const Project& project, const LockFile& lock, Diagnostics& diagnostics);

/// A path below the project, from the current folder.
std::string path_in_project(const Project& project, std::string_view path);

}  // namespace flux
