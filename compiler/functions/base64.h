// Base64 with padding, RFC 4648. Internal to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flux {

std::string encode_base64(std::string_view bytes);
/// Line breaks are skipped. Nothing when it is not Base64.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace flux
