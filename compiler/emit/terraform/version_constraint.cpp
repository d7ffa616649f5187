#include "emit/terraform/version_constraint.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace flux::terraform {
namespace {

constexpr std::size_t kSegments = 3;

using Op = VersionConstraint::Op;
constexpr std::pair<std::string_view, Op> kOperators[] = {
    {">=", Op::greater_or_equal}, {"<=", Op::less_or_equal}, {"!=", Op::not_equal}, {"~>", Op::pessimistic},
    {">", Op::greater},           {"<", Op::less},           {"=", Op::equal},
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<VersionConstraint> parse_constraint(std::string_view text) {
  VersionConstraint constraint{Op::equal, {}, {}};
  std::string_view op;
  for (const auto& [spelling, meaning] : kOperators) {
    if (!text.starts_with(spelling)) continue;
    op = spelling;
    constraint.op = meaning;
    break;
  }
  text = trimmed(text.substr(op.size()));
  auto version = parse_version(text);
  if (!version) return {};
  constraint.version = std::move(*version);
  constraint.text = op.empty() ? std::string(text) : fmt::format("{} {}", op, text);
  return constraint;
}

std::uint32_t segment_at(const Version& version, std::size_t index) {
  return index < version.segments.size() ? version.segments[index] : 0;
}

/// The release that follows `version` with nothing between.
Version next_version(Version version) {
  if (!version.prerelease.empty()) {
    version.prerelease.clear();
  } else {
    version.segments.resize(std::max(version.segments.size(), kSegments));
    ++version.segments.back();
  }
  return version;
}

bool meets(const Version& version, const VersionConstraint& constraint) {
  const int order = compare_versions(version, constraint.version);
  switch (constraint.op) {
    case Op::equal:
      return order == 0;
    case Op::not_equal:
      return order != 0;
    case Op::greater:
      return order > 0;
    case Op::greater_or_equal:
      return order >= 0;
    case Op::less:
      return order < 0;
    case Op::less_or_equal:
      return order <= 0;
    case Op::pessimistic:
      // All segments but the last one written are fixed.
      for (std::size_t i = 0; i + 1 < constraint.version.segments.size(); ++i) {
        if (segment_at(version, i) != constraint.version.segments[i]) return false;
      }
      return order >= 0;
  }
  return false;
}

}  // namespace

std::optional<Version> parse_version(std::string_view text) {
  Version version;
  text = text.substr(0, text.find('+'));  // build metadata does not count
  if (const std::size_t dash = text.find('-'); dash != text.npos) {
    version.prerelease = text.substr(dash + 1);
    if (version.prerelease.empty()) return {};
    text = text.substr(0, dash);
  }
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    std::uint32_t segment = 0;
    const auto [rest, error] = std::from_chars(at, end, segment);
    if (error != std::errc{} || segment > 999'999'999) return {};
    version.segments.push_back(segment);
    if (rest == end) return version;
    if (*rest != '.') return {};
    at = rest + 1;
  }
}

std::optional<std::vector<VersionConstraint>> parse_version_constraints(std::string_view text) {
  std::vector<VersionConstraint> constraints;
  while (true) {
    const std::size_t comma = text.find(',');
    auto constraint = parse_constraint(trimmed(text.substr(0, comma)));
    if (!constraint) return {};
    constraints.push_back(std::move(*constraint));
    if (comma == text.npos) return constraints;
    text.remove_prefix(comma + 1);
  }
}

bool admits(std::span<const VersionConstraint> constraints, const Version& version) {
  return std::all_of(constraints.begin(), constraints.end(),
                     [&](const auto& constraint) { return meets(version, constraint); });
}

// Each constraint admits a range that begins at 0.0.0, at its version or at the next one, or all but one
// version: so the least of what all admit is among these.
std::optional<Version> least_version(std::span<const VersionConstraint> constraints) {
  std::vector<Version> candidates{Version{{0, 0, 0}, {}}};
  for (const VersionConstraint& constraint : constraints) {
    candidates.push_back(constraint.version);
    candidates.push_back(next_version(constraint.version));
  }
  std::optional<Version> least;
  for (Version& candidate : candidates) {
    if (admits(constraints, candidate) && (!least || compare_versions(candidate, *least) < 0))
      least = std::move(candidate);
  }
  return least;
}

int compare_versions(const Version& a, const Version& b) {
  const std::size_t count = std::max(a.segments.size(), b.segments.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (segment_at(a, i) != segment_at(b, i)) return segment_at(a, i) < segment_at(b, i) ? -1 : 1;
  }
  if (a.prerelease.empty() != b.prerelease.empty()) return a.prerelease.empty() ? 1 : -1;
  return a.prerelease.compare(b.prerelease);
}

}  // namespace flux::terraform
