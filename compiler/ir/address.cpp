#include "ir/address.h"

namespace flux {

std::string identifier(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    out += plain ? c : '_';
  }
  if (out.empty() || (out[0] >= '0' && out[0] <= '9') || out[0] == '-') out.insert(out.begin(), '_');
  return out;
}

std::string address_of(const Placement& owner, std::string_view name) {
  if (owner.path.empty() || owner.slug.empty()) return identifier(name);
  return identifier(std::string(owner.slug).append("_").append(name));
}

}  // namespace flux
