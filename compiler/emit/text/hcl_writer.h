// Prints Terraform configuration exactly as `terraform fmt` would leave it.
//
// Beyond what `terraform fmt` decides: a line is kept within 80 columns where breaking a list or a call can
// do it, objects have one entry a line, and multi-line text that ends in a newline is a heredoc where a
// heredoc can say it exactly. A template of a single interpolation is written as the expression itself, which
// means the same.
//
// `terraform fmt` rewrites legacy types: the `type` of a `variable` must be a type expression, not a string,
// and `list` and `map` must name their elements. The printer recurses once a level: the caller bounds the
// depth.
#pragma once

#include <string>
#include <string_view>

#include "emit/text/hcl_document.h"

namespace flux::hcl {

/// A whole file, ending with a newline. `header` is a comment above it, followed by a blank line.
std::string write(const Body& body, std::string_view header = {});
/// One expression on one line, as it stands in a message or in a test.
std::string write_inline(const Expression& expression);

/// Whether HCL takes `text` for an identifier, ASCII only.
bool is_identifier(std::string_view text);

}  // namespace flux::hcl
