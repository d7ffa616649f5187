// Text that Terraform wants as a reference or a type, not as a string: `ignore_changes = [disk[0].size]`,
// `provider = aws.west`, `type = list(string)`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emit/text/hcl_document.h"

namespace flux::terraform {

/// `aws.west`, `disk[0].size`, `tags["x"]` as a traversal; nothing when the text is none.
std::optional<hcl::Expression> parse_address(std::string_view text);

/// `map(object({ a = string, b = optional(number, 1) }))` as an expression; nothing when the text is no type.
/// The legacy `list` and `map` become `list(any)` and `map(any)`, as `terraform fmt` has them.
std::optional<hcl::Expression> parse_type(std::string_view text);

}  // namespace flux::terraform
