// What a provider says of its resources: the JSON of `terraform providers schema -json`, format version 1, as
// in https://developer.hashicorp.com/terraform/cli/commands/providers/schema, read into `TerraformBody`.
#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "schemas/json_schema.h"
#include "schemas/schema.h"

namespace flux {

/// The body in `json`, the schema of one resource, data source or provider; null when it is not of that
/// format. Everything lies in `arena`. What is not understood is noted, with `at` in front of its place.
const TerraformBody* read_terraform_body(std::string_view json, std::string_view at, Arena& arena,
                                         std::vector<SchemaNote>& notes);

}  // namespace flux
