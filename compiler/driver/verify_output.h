// How an output folder differs from what its sources build.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "output/output_tree.h"
#include "output/provenance.h"
#include "sema/sema.h"
#include "source/file_provider.h"

namespace flux {

/// The provenance in `folder`; nothing, with a report (E7501 to E7503), where there is none to go by.
std::optional<Provenance> read_provenance(const std::string& folder, Diagnostics& diagnostics);

/// The layers of the command line as they were given, with paths from here. What was secret is looked for in
/// `given` (`PATH=VALUE`), and reported (E7509) where it is not.
std::vector<CustomLayer> recorded_layers(const Provenance& recorded, const std::string& root,
                                         const std::vector<std::string>& given, Diagnostics& diagnostics);

/// Reports what of the sources is no longer as it was: E7504 of the compiler, E7505 of files. `now` is the
/// provenance of a build from the same entry; nothing where it could not even begin.
void compare_sources(const Provenance& recorded, const std::optional<Provenance>& now,
                     const std::string& folder, const std::string& root, FileProvider& files,
                     Diagnostics& diagnostics);

/// Reports what in the folder is not what was built (E7506 to E7508, and what `compare` refuses). False when
/// the machine failed.
bool compare_output(const OutputTree& tree, const std::string& folder, Diagnostics& diagnostics);

}  // namespace flux
