#include "schemas/terraform_arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "diagnostics/suggest.h"

namespace flux {

namespace {

constexpr std::string_view kMetaArguments[] = {"alias",    "count",    "depends_on",
                                               "for_each", "provider", "version"};
constexpr std::string_view kMetaBlocks[] = {"connection", "dynamic", "lifecycle", "provisioner"};

}  // namespace

bool is_meta_argument(std::string_view name) {
  return std::ranges::find(kMetaArguments, name) != std::end(kMetaArguments);
}

bool is_meta_block(std::string_view name) {
  return std::ranges::find(kMetaBlocks, name) != std::end(kMetaBlocks);
}

void report_unknown_argument(Diagnostics& diagnostics, SourceSpan span, std::string_view name,
                             const TerraformBody& body, std::string_view what) {
  auto& d = diagnostics.error(Code::unknown_argument, span,
                              fmt::format("{} has no argument or block `{}`", what, name));
  std::vector<std::string_view> names;
  for (const TerraformAttribute& attribute : body.attributes) {
    if (!attribute.read_only()) names.push_back(attribute.name.text());
  }
  for (const TerraformNested& nested : body.blocks) names.push_back(nested.name.text());
  if (auto near = closest(name, names))
    d.fix(fmt::format("did you mean `{}`?", *near), span, std::string{*near});
}

}  // namespace flux
