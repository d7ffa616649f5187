// The schemas of a project, by the names that `flux.lock` and `flux.yaml` give them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "project/lock_file.h"
#include "project/project_file.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

/// A project as the schema commands see it.
struct SchemaProject {
  Project project;
  LockFile lock;
  std::string root;

  /// The path of a file of the project, from the current folder.
  std::string full(std::string_view path) const;
};

/// The project that the current folder is in. Mistakes in its files are reported.
SchemaProject open_schema_project(FileProvider& files, SourceManager& sources, Diagnostics& diagnostics);

/// A schema that somebody has named.
struct NamedSchema {
  std::string name;  ///< as the project calls it; of a mere file, its name without endings
  std::string path;  ///< from the current folder
  const LockedSchema* locked = nullptr;
};

/// What `flux.lock` records, and then what only `flux.yaml` names; by name.
std::vector<NamedSchema> named_schemas(const SchemaProject& project);

/// The schema of this name, or the file of this path. Nothing, with a report (E6105), when there is neither.
std::optional<NamedSchema> find_schema(const SchemaProject& project, const std::string& name,
                                       FileProvider& files, Diagnostics& diagnostics);

/// The bytes of a file that the command line names or a schema's path leads to. Nothing, with a report
/// (E7301), when it cannot be read.
std::optional<std::string> read_schema_file(const std::string& path, FileProvider& files,
                                            Diagnostics& diagnostics);

/// The same of a module, which is a folder of `.tf` files or one such file: its `variable` and `output`
/// blocks. What is no HCL is reported (E6104).
std::optional<std::string> read_module_file(const std::string& path, FileProvider& files,
                                            Diagnostics& diagnostics);

/// Whether a vendored file describes a Terraform module.
inline bool is_module_file(std::string_view path) {
  return path.ends_with(".tf");
}

}  // namespace flux
