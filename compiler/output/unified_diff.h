// The difference of two texts as `diff -u` prints it, which `patch -p1` applies.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flux {

/// From `before` to `after`, as `a/path` and `b/path`, with 3 lines of context; nothing on one side is
/// `/dev/null`. Empty where they are equal; one line that says so where either is binary (has a NUL byte). Of
/// texts that differ in thousands of lines, what is between their first and last difference is shown as
/// replaced: the result is always a correct patch, and takes bounded time and memory.
std::string unified_diff(std::string_view path, std::optional<std::string_view> before,
                         std::optional<std::string_view> after);

}  // namespace flux
