// `fluxc record`: what `terraform output -json` prints, as it may be committed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace flux {

struct RecordedText {
  std::string bytes;                  ///< of the file, sorted by the outputs' names
  std::size_t outputs = 0;            ///< that it holds
  std::vector<std::string> left_out;  ///< the names of those that are sensitive
};

/// Leaves out what is sensitive. Reports (E6010) what Terraform does not print; nothing of the text is shown.
std::optional<RecordedText> record_outputs(std::string_view printed, Diagnostics& diagnostics);

}  // namespace flux
