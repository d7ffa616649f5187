// The `terraform { … }` of one stack, merged from those of its objects.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "emit/terraform/version_constraint.h"
#include "ir/program.h"

namespace flux::terraform {

/// Conditions on one version, from all who set any.
struct ConstraintSet {
  struct Source {
    VersionConstraint constraint;
    SourceSpan span;
  };
  std::vector<Source> sources;  ///< without repeats

  std::vector<VersionConstraint> constraints() const;
  std::string text() const;  ///< joined by commas
};

struct RequiredProvider {
  std::string_view source;  ///< may be empty
  SourceSpan source_span;
  ConstraintSet versions;
};

struct StackSettings {
  ConstraintSet required_version;
  std::map<std::string_view, RequiredProvider> providers;
  std::vector<const BlockItem*> items;    ///< all others as they are written: `backend`, `cloud`, attributes
  const TerraformBlock* block = nullptr;  ///< one of those merged; null when there is none

  // Not written: what the newer constructs are measured by.
  std::string_view tool;  ///< `terraform` or `tofu`; empty when nobody says
  SourceSpan tool_span;
  ConstraintSet tool_version;

  /// `backend` or `cloud`; null when there is neither.
  const BlockItem* backend() const;
};

/// Merges the settings of blocks with head `terraform`, which have passed `check_block`. Reports what
/// contradicts itself (E5003), cannot be read (E5004) or leaves no version (E5005).
StackSettings merge_settings(std::span<const TerraformBlock* const> blocks, Diagnostics& diagnostics);

/// Reports (E6106) the schemas of required providers that are of a version which is not admitted: what was
/// checked against them says nothing of the provider that Terraform will install.
void check_schema_versions(const StackSettings& settings, std::span<const ProviderSchema> schemas,
                           Diagnostics& diagnostics);

}  // namespace flux::terraform
