// Which fluxc this is, and which it has to be.
#pragma once

#include <string_view>

namespace flux {

/// "0.4.0": of the project in the top CMakeLists.txt.
std::string_view compiler_version();

/// Whether `wanted` is a version as `requires` writes it: one to three numbers with dots between, the last or
/// the only of which may be `*`; missing ones are `*`.
bool is_version_pattern(std::string_view wanted);
/// Whether `version` is one that the pattern admits: `0.4.*` and `0.4` admit 0.4.7, not 0.5.0.
bool admits_version(std::string_view wanted, std::string_view version);

}  // namespace flux
