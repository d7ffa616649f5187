// `fluxc schema add`: puts a tool's schema into the project and records it in the lock file.
#pragma once

#include <string>
#include <vector>

#include "schemas/vendor.h"
#include "tools/schema_files.h"

namespace flux {

struct AddedSchema {
  std::vector<std::string> written;  ///< a line each: the path, and what is in it
  std::vector<std::string> next;     ///< what to do now, a line each
  bool machine_failed = false;       ///< the disk did; what was there before stays
};

/// Vendors what `request.from` holds: a file or, of a chart, its folder. It goes where `flux.yaml` says, or
/// to schemas/NAME.schema.json, or of a chart to charts/NAME/. Only what an earlier `add` wrote is replaced.
AddedSchema add_schema(const SchemaProject& project, VendorRequest request, FileProvider& files,
                       Diagnostics& diagnostics);

/// Why a schema cannot be called so; empty when it can. It is a name in `flux.lock` and in imports.
std::string schema_name_problem(const std::string& name);

/// Why this is no version; empty when it is.
std::string schema_version_problem(const std::string& version);

}  // namespace flux
