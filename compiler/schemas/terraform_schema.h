// What a provider says of its resources: the JSON of `terraform providers schema -json`, format version 1, as
// in https://developer.hashicorp.com/terraform/cli/commands/providers/schema, read into `TerraformBody`.
#pragma once

#include <optional>
#include <span>
#include <string>
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

/// A function that a provider brings: called as `provider::NAME::function(…)`.
struct TerraformFunction {
  struct Parameter {
    std::string_view name;
    const Schema* schema = nullptr;

    /// "`id` of `parse_id`": the parameter at `index`, in messages.
    std::string called(std::size_t index, std::string_view function) const;
  };
  std::span<const Parameter> parameters;
  const Parameter* variadic = nullptr;  ///< of all further arguments; null: there are no further ones
  const Schema* result = nullptr;
  std::optional<std::string_view> deprecation;

  /// Null when it takes fewer arguments.
  const Parameter* parameter_of(std::size_t argument) const {
    return argument < parameters.size() ? &parameters[argument] : variadic;
  }
};

/// The function in `json`, as `read_terraform_body`.
const TerraformFunction* read_terraform_function(std::string_view json, std::string_view at, Arena& arena,
                                                 std::vector<SchemaNote>& notes);

}  // namespace flux
