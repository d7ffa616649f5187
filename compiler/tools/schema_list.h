// `fluxc schema list`: the schemas of a project, and whether they are what was vendored.
#pragma once

#include <string>

#include "tools/schema_files.h"

namespace flux {

/// A line each: name, kind, version, path, number of types, state.
std::string schema_list_text(const SchemaProject& project, FileProvider& files);

/// The same as one JSON document.
std::string schema_list_json(const SchemaProject& project, FileProvider& files);

}  // namespace flux
