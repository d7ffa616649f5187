// From the FILE and DIR arguments of a command to what a compilation is about.
#pragma once

#include <string>
#include <vector>

#include "driver/compilation.h"

namespace flux {

enum class SourceSelection {
  environments,  ///< of folders, the files that declare environments; each file named must declare one
                 ///< (E7302)
  all,           ///< of folders, every file
};

/// Adds the sources that `paths` name; none: those of the project. Nothing below the output folder is a
/// source, nor below `output` (may be empty).
void add_sources(Compilation& compilation, FileProvider& files, const std::vector<std::string>& paths,
                 SourceSelection selection, const std::string& output);

/// The sources of the project that declare environments, whatever was added; none without a project file,
/// since an environment beside a lone file may be anybody's. `output` as above.
std::vector<std::string> environment_sources(const Compilation& compilation, FileProvider& files,
                                             const std::string& output);

/// Adds what `subject` names, a file or an environment of the project, and returns its one environment. Null,
/// with a report (E7301 to E7305), where there is not exactly one.
const Compilation::Environment* add_environment_asked(Compilation& compilation, FileProvider& files,
                                                      const std::string& subject);

}  // namespace flux
