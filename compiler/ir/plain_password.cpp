#include "ir/plain_password.h"

#include <algorithm>
#include <array>
#include <string>

namespace flux {
namespace {

constexpr std::array<std::string_view, 3> kEndings = {"password", "passwd", "passphrase"};

/// `adminPassword`, `admin_password` and `ADMIN-PASSWORD` are one key.
bool is_password_key(std::string_view key) {
  std::string lowered{key};
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return lowered.ends_with(ending); });
}

bool is_reference(std::string_view text) {
  return text.find('$') != std::string_view::npos || text.find("{{") != std::string_view::npos;
}

}  // namespace

bool is_plain_password(std::string_view key, const Value& value) {
  if (!value.is_string() || value.is_secret() || !is_password_key(key)) return false;
  const std::string_view text = value.as_string();
  return !text.empty() && text != "true" && text != "false" && !is_reference(text);
}

}  // namespace flux
