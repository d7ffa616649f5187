// Timestamps as YAML knows them. Internal to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flux {

/// RFC 3339 text, without a fraction, for a date (`2001-1-1`) or a time of day behind one; nothing for other
/// text.
std::optional<std::string> normalize_timestamp(std::string_view text);

}  // namespace flux
