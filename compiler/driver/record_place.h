// What a project records of the outputs of Terraform: where, and what of it may be shown.
#pragma once

#include <deque>
#include <optional>
#include <string_view>

#include "project/project_file.h"
#include "recorded/recorded_outputs.h"

namespace flux {

/// Of an environment; nothing where the project records none.
std::optional<RecordPlace> record_place(const Project& project, std::string_view environment);

/// What was recorded and is reported to be sensitive (E6013) is not to be shown, wherever a diagnostic shows
/// its line.
void conceal_sensitive_records(const Diagnostics& diagnostics, const std::deque<RecordedOutputs>& recorded,
                               SourceManager& sources);

}  // namespace flux
