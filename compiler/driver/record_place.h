// Where a project records the outputs of Terraform.
#pragma once

#include <optional>
#include <string_view>

#include "project/project_file.h"
#include "recorded/recorded_outputs.h"

namespace flux {

/// Of an environment; nothing where the project records none.
std::optional<RecordPlace> record_place(const Project& project, std::string_view environment);

}  // namespace flux
