#include "safety/terraform_references.h"

#include "output/inventory.h"

namespace flux {

hcl::Expression reference_to(const std::string& address) {
  const TerraformReference reference = parse_terraform_reference(address).value_or(TerraformReference{});
  hcl::Traversal traversal{hcl::raw(reference.front().name), {}};
  for (const TerraformStep& step : reference) {
    if (&step != &reference.front()) traversal.steps.emplace_back(hcl::AttributeStep{step.name});
    if (const auto* key = std::get_if<std::string>(&step.index)) {
      traversal.steps.emplace_back(hcl::IndexStep{hcl::string(*key)});
    } else if (const auto* index = std::get_if<std::uint64_t>(&step.index)) {
      traversal.steps.emplace_back(hcl::IndexStep{hcl::raw(std::to_string(*index))});
    }
  }
  return traversal;
}

}  // namespace flux
