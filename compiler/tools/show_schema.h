// `fluxc schema show`: a type of a foreign schema, or what types it has.
#pragma once

#include <optional>
#include <string>

#include "tools/schema_files.h"

namespace flux {

/// What `subject` names, as text: `proxmox` lists the types, `proxmox.resource.T`, `cilium.Values` and
/// `argo.Application` are types, and steps behind those (`cilium.Values.hubble.relay`) lead into them. A path
/// to a file may stand in the place of the schema's name, and the rest in `type`. Nothing, with a report
/// (E6001, E6105, E7301), when there is no such thing.
std::optional<std::string> show_schema(const SchemaProject& project, const std::string& subject,
                                       const std::string& type, FileProvider& files,
                                       Diagnostics& diagnostics);

/// How many types a schema's file describes; nothing when it cannot be read.
std::optional<std::size_t> count_types(const std::string& path, FileProvider& files);

}  // namespace flux
