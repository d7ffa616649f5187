// Scripts that complete fluxc's command lines, made from the command line's own definition.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace flux {

/// For `bash`, `zsh` or `fish`. An option's type name in lower case, `a|b|c`, is its choices; every other
/// value is completed as a file.
std::string completion_script(const CLI::App& app, const std::string& shell);

}  // namespace flux
