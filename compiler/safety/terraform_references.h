// Addresses as Terraform's own configuration names them.
#pragma once

#include <string>

#include "emit/text/hcl_document.h"

namespace flux {

/// What `parse_terraform_reference` admits, as `moved` and `import` blocks have it.
hcl::Expression reference_to(const std::string& address);

}  // namespace flux
