// The `format`s of JSON Schema and Kubernetes that are checked; all others admit any text.
#pragma once

#include <string_view>

namespace flux {

/// https://json-schema.org/draft/2020-12/json-schema-validation#name-defined-formats
bool matches_format(std::string_view text, std::string_view format);

}  // namespace flux
