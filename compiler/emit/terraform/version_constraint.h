// Terraform's version constraints: `>= 1.0, < 2.0`, `~> 1.2`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flux::terraform {

/// `1.2.3-beta1`, by rank: missing segments are zero, a pre-release comes before its release.
struct Version {
  std::vector<std::uint32_t> segments;
  std::string prerelease;  ///< empty for a release
};

/// One condition on a version.
struct VersionConstraint {
  enum class Op { equal, not_equal, greater, greater_or_equal, less, less_or_equal, pessimistic } op;
  Version version;
  std::string text;  ///< as Terraform would write it: `>= 1.0`
};

/// Reads conditions joined by commas; nothing when Terraform would not read them.
std::optional<std::vector<VersionConstraint>> parse_version_constraints(std::string_view text);

/// Reads one version; nothing when it is none.
std::optional<Version> parse_version(std::string_view text);

/// Whether all constraints admit `version`. A pre-release is admitted as if it were next to its release.
bool admits(std::span<const VersionConstraint> constraints, const Version& version);

/// The least version that meets all constraints; nothing when there is provably none. `0.0.0` where nothing
/// bounds it from below.
std::optional<Version> least_version(std::span<const VersionConstraint> constraints);

/// Below zero, zero or above zero, as `a` is older than, equal to or newer than `b`.
int compare_versions(const Version& a, const Version& b);

}  // namespace flux::terraform
