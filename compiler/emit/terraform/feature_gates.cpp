#include "emit/terraform/feature_gates.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "ir/deferred.h"

namespace flux::terraform {
namespace {

/// The first minor version of 1 that knows a construct. OpenTofu begins at 1.6 with all that Terraform 1.5
/// had.
struct Feature {
  std::string_view name;
  std::uint32_t terraform;
  std::uint32_t tofu;
};
constexpr Feature kBlocks[] = {
    {"moved", 1, 6}, {"import", 5, 6}, {"check", 5, 6}, {"removed", 7, 7}, {"ephemeral", 10, 11},
};
constexpr Feature kKeyedImport{"import", 7, 7};
constexpr Feature kEphemeralValue{"ephemeral", 10, 11};
constexpr Feature kProviderFunctions{"provider functions", 8, 7};
constexpr Feature kWriteOnly{"write-only attributes", 11, 11};

class Gate {
public:
  Gate(const StackSettings& settings, Diagnostics& diagnostics)
      : diagnostics_(diagnostics), tofu_(settings.tool == "tofu") {
    const ConstraintSet& chosen =
        settings.tool_version.sources.empty() ? settings.required_version : settings.tool_version;
    if (chosen.sources.empty()) return;
    bound_ = chosen.sources.front().span;
    if (const auto least = least_version(chosen.constraints())) oldest_ = *least;
  }

  bool is_bounded() const { return compare_versions(oldest_, Version{}) != 0; }

  /// As if the version before the one that first knew `feature` were admitted.
  void bound_before(const Feature& feature) { oldest_ = Version{{1, minor_of(feature) - 1}, {}}; }

  void check(const TerraformBlock& block) {
    if (!is_bounded()) return;
    const std::string_view head = block.head.text();
    for (const Feature& feature : kBlocks) {
      if (feature.name == head) require(feature, fmt::format("the block `{}`", head), block.span);
    }
    if (head == "import" && block.keyed) require(kKeyedImport, "an `import` with `for_each`", block.span);
    if (block.body != nullptr) check_body(block, *block.body);
    if (block.keyed && !block.instances.empty()) check_body(block, *block.instances.front().body);
  }

  /// Whether each admitted version does: where there is no bound, the oldest may not.
  bool knows(const Feature& feature) const {
    return compare_versions(oldest_, Version{{1, minor_of(feature)}, {}}) >= 0;
  }

  void check_call(const DeferredExpr& call) {
    if (is_bounded())
      require(kProviderFunctions, fmt::format("the provider's function `{}`", call.name.text()), call.span);
  }

private:
  std::uint32_t minor_of(const Feature& feature) const { return tofu_ ? feature.tofu : feature.terraform; }

  void check_body(const TerraformBlock& block, const Block& body) {
    const std::string_view head = block.head.text();
    for (const BlockItem& item : body.items) {
      if (item.kind != BlockItem::Kind::attribute) {
        check_body(block, *item.block);
        continue;
      }
      const std::string_view name = item.name.text();
      if (head == "variable" && name == "ephemeral")
        require(kEphemeralValue, "an ephemeral `variable`", item.span);
      if (head == "resource" && name.ends_with("_wo"))
        require(kWriteOnly, fmt::format("the write-only attribute `{}`", name), item.span);
    }
  }

  void require(const Feature& feature, std::string what, SourceSpan span) {
    if (knows(feature)) return;
    const std::uint32_t minor = minor_of(feature);
    const std::string_view tool = tofu_ ? "OpenTofu" : "Terraform";
    diagnostics_
        .error(Code::terraform_too_old, span, fmt::format("{} takes {} 1.{} or newer", what, tool, minor))
        .label(bound_, "older versions are admitted here")
        .with_help(fmt::format("raise the constraint to `>= 1.{}`, or do without", minor));
  }

  Diagnostics& diagnostics_;
  bool tofu_;
  Version oldest_;
  SourceSpan bound_;
};

}  // namespace

void check_features(std::span<const TerraformBlock* const> blocks, const StackSettings& settings,
                    Diagnostics& diagnostics) {
  Gate gate(settings, diagnostics);
  for (const TerraformBlock* block : blocks) gate.check(*block);
}

bool knows_ephemeral_blocks(std::span<const TerraformBlock* const> blocks, const StackSettings& settings) {
  Diagnostics newer;
  Gate gate(settings, newer);
  if (gate.is_bounded()) return gate.knows(kEphemeralValue);
  gate.bound_before(kEphemeralValue);
  for (const TerraformBlock* block : blocks) gate.check(*block);
  return newer.error_count() > 0;
}

void check_provider_calls(std::span<const DeferredExpr* const> calls, const StackSettings& settings,
                          Diagnostics& diagnostics) {
  Gate gate(settings, diagnostics);
  std::set<std::pair<SourceSpan, Name>> seen;
  for (const DeferredExpr* call : calls) {
    if (!seen.emplace(call->span, call->name).second) continue;
    gate.check_call(*call);
    const std::string_view rest = call->name.text().substr(kProviderFunction.size());
    const std::string_view provider = rest.substr(0, rest.find(':'));
    if (settings.providers.contains(provider)) continue;
    diagnostics
        .error(Code::provider_not_required, call->span,
               fmt::format("`{}` is a function of a provider that the stack does not require",
                           call->name.text()))
        .with_help(fmt::format("`terraform {{ required_providers {{ {} = {{ source = … }} }} }}`", provider));
  }
}

}  // namespace flux::terraform
