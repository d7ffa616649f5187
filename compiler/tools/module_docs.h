// `fluxc doc`: pages of Markdown about modules, from their own comments.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "output/replace_files.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

/// A page for each module in `paths`, or for each file of the standard library when there is none, and an
/// index when there are several. A file of a folder of the library has its page in a folder. Mistakes in the
/// modules' syntax are reported, and so are two modules whose pages would have one name (E7309).
std::vector<NewContent> module_docs(const std::vector<std::string>& paths, FileProvider& files,
                                    SourceManager& sources, Diagnostics& diagnostics);

}  // namespace flux
