// The hash by which files of ours are known again.
#pragma once

#include <string>
#include <string_view>

namespace flux {

/// SHA-256, as 64 hexadecimal digits.
std::string content_hash(std::string_view bytes);

}  // namespace flux
