// A block of the program, with all its instances, as one block of HCL.
#pragma once

#include "diagnostics/diagnostic.h"
#include "emit/terraform/expressions.h"
#include "emit/text/hcl_document.h"
#include "ir/program.h"

namespace flux::terraform {

/// The block under its address. Meta-arguments stand first, then attributes, then nested blocks, `lifecycle`
/// and `depends_on`. Text where Terraform wants a reference or a type becomes one, or is reported (E5010).
///
/// The bodies of a block under `for` are factored: what is equal in all instances is written plainly, what
/// equals the instance's key is `each.key`, the rest moves into the `for_each` map and is
/// `each.value.<path>`; nested blocks of differing number become `dynamic`. What Terraform wants to know
/// before it looks at `for_each` must be equal (E5011).
///
/// The block must have passed `check_block` and have an instance if it is keyed.
hcl::Block lower_block(const TerraformBlock& block, ExpressionLowering& expressions,
                       Diagnostics& diagnostics);

/// A body that stands once, such as that of a nested block of `terraform`.
hcl::Body lower_body(const TerraformBlock& block, const Block& body, ExpressionLowering& expressions,
                     Diagnostics& diagnostics);

}  // namespace flux::terraform
