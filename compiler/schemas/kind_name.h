// How a schema's index names a Kubernetes kind: `Kind/group/version`, the group empty for the core.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flux {

struct KindName {
  std::string_view kind, group, version;

  /// `v1`, `apps/v1`.
  std::string api_version() const {
    return group.empty() ? std::string(version) : std::string(group).append("/").append(version);
  }
};

/// The parts of an entry's name, which they are parts of; nothing where it names no kind.
inline std::optional<KindName> parse_kind_name(std::string_view entry) {
  const std::size_t first = entry.find('/');
  const std::size_t last = entry.rfind('/');
  if (first == last || entry.find('/', first + 1) != last) return std::nullopt;
  return KindName{entry.substr(0, first), entry.substr(first + 1, last - first - 1), entry.substr(last + 1)};
}

}  // namespace flux
