// What Terraform adds to the bodies that providers describe, and how a name is reported that neither knows.
#pragma once

#include <string_view>

#include "diagnostics/diagnostic.h"
#include "schemas/schema.h"

namespace flux {

/// The kinds of value that Terraform turns into each other where another of them is wanted.
inline constexpr std::uint16_t kConvertedKinds = kStringValue | kNumberValue | kIntegerValue | kBooleanValue;

/// `depends_on`, `count` and the like: arguments of every resource, data source, provider or module. See
/// https://developer.hashicorp.com/terraform/language/meta-arguments
bool is_meta_argument(std::string_view name);
/// `lifecycle`, `provisioner` and the like.
bool is_meta_block(std::string_view name);

/// `name`, at `span`, is no argument or block of `what`, such as "`cpu` of `cloud_server`".
void report_unknown_argument(Diagnostics& diagnostics, SourceSpan span, std::string_view name,
                             const TerraformBody& body, std::string_view what);

}  // namespace flux
