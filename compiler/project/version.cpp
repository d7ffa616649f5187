#include "project/version.h"

#include <algorithm>

namespace flux {
namespace {

constexpr int kParts = 3;
constexpr std::size_t kLongestNumber = 9;

/// Removes and returns what stands before the first dot.
std::string_view take_part(std::string_view& text) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::string_view part = text.substr(0, dot);
  text.remove_prefix(std::min(dot + 1, text.size()));
  return part;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= kLongestNumber &&
         text.find_first_not_of("0123456789") == std::string_view::npos && (text == "0" || text[0] != '0');
}

}  // namespace

std::string_view compiler_version() {
  return FLUX_VERSION;
}

bool is_version_pattern(std::string_view wanted) {
  if (wanted.ends_with('.')) return false;
  for (int i = 0; i < kParts; ++i) {
    const std::string_view part = take_part(wanted);
    if (part == "*" ? !wanted.empty() : !is_number(part)) return false;
    if (wanted.empty()) return true;
  }
  return false;
}

bool admits_version(std::string_view wanted, std::string_view version) {
  while (!wanted.empty()) {
    const std::string_view part = take_part(wanted);
    if (part == "*") return true;
    if (part != take_part(version)) return false;
  }
  return true;
}

}  // namespace flux
