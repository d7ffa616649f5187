// A foreign schema as a person reads it: as Flux would write the type.
//
//   /// The name of the node.
//   node_name: string
//   address?: {
//     public?: bool
//     ip: string          // read-only
//   }
//   disk: list<{ … }>     // block, 1 to 2
#pragma once

#include <string>
#include <string_view>

#include "schemas/schema.h"
#include "schemas/terraform_schema.h"

namespace flux {

/// `type NAME { … }` of a Terraform body.
std::string print_terraform_type(std::string_view name, const TerraformBody& body);

/// `fn NAME(id: string, parts…: float): { … }` of a provider's function.
std::string print_terraform_function(std::string_view name, const TerraformFunction& function);

/// `type NAME { … }`, or `type NAME = …` of what is no object.
std::string print_schema_type(std::string_view name, const Schema& schema);

}  // namespace flux
