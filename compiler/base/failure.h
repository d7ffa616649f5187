// What may be said of a mistake of our own. The words of an exception may hold what it was thrown about, and
// so a secret or its length: they are left out.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace flux {

/// The kind of the exception, such as `std::out_of_range`; of an error of the system, what the system calls
/// it.
std::string failure_of(const std::exception& error);

/// The text without the values that `arguments` give: `a.b=VALUE` is `a.b=…`, wherever it stands in the text.
std::string without_values(std::string text, const std::vector<std::string>& arguments);

/// Has the program end with `message` and no more, where it would show an exception that nobody catches.
void end_silently(const char* message);

}  // namespace flux
