// `fluxc schema diff`: what of a project breaks when a schema is replaced by a newer one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "driver/compilation.h"
#include "tools/schema_files.h"

namespace flux {

struct SchemaDiff {
  // Of the types that both files are trimmed to.
  std::string_view counted = "types";  ///< what these are numbers of
  std::size_t removed = 0;
  std::size_t added = 0;
  std::size_t changed = 0;
  bool used = false;       ///< whether a file of the project imports the old one
  std::size_t errors = 0;  ///< that the project has already, with the old one
  Diagnostics breaks;      ///< what is reported with the new one only
  std::string upgrade;     ///< the command that does it; empty where no `fluxc schema add` wrote the old one

  // With the new one; `breaks` refers to its sources.
  std::unique_ptr<FileProvider> files;
  std::unique_ptr<Compilation> compilation;
};

/// Compiles the project twice, in memory: as it is, and with the bytes of `newer` in the place of the file of
/// `old`, trimmed as the lock file says. Nothing, with a report, when one of the two is no schema. That the
/// project asks for another version than the new one's is no break: an upgrade changes it too.
std::optional<SchemaDiff> diff_schema(const SchemaProject& project, const std::string& old,
                                      const std::string& newer, const std::string& cache_folder,
                                      unsigned jobs, Diagnostics& diagnostics);

}  // namespace flux
