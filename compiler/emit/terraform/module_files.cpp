#include "emit/terraform/module_files.h"

#include <algorithm>

#include "emit/terraform/keywords.h"
#include "emit/text/hcl_writer.h"
#include "ir/address.h"

namespace flux::terraform {
namespace {

/// `main_worker.tf`. Objects whose slugs are equal but for case share a file, and one may share another file
/// of the module: the addresses tell their blocks apart.
std::string file_of(const Placement& object) {
  if (object.path.empty()) return "main.tf";
  std::string name = identifier(object.slug);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  // Terraform would merge the first two into the others; `moved.tf` has what follows from renames.
  if (name == "moved" || name == "override" || name.ends_with("_override")) name += "_object";
  return name + ".tf";
}

}  // namespace

void ModuleFiles::add(const TerraformBlock& block, hcl::Block lowered) {
  const std::string_view head = block.head.text();
  if (head == "provider") return add(kProviders, std::move(lowered));
  if (head == "variable") return add(kVariables, std::move(lowered));
  if (head == "output") return add(kOutputs, std::move(lowered));
  File& file = files_[file_of(*block.owner)];
  file.body.items.push_back(std::move(lowered));
  if (std::find(file.objects.begin(), file.objects.end(), block.owner) == file.objects.end())
    file.objects.push_back(block.owner);
}

std::map<std::string, std::string> ModuleFiles::write(std::string_view header) const {
  std::map<std::string, std::string> texts;
  for (const auto& [name, file] : files_) {
    std::string comment(header);
    if (file.objects.size() == 1 && !file.objects.front()->doc.empty())
      comment.append("\n\n").append(file.objects.front()->doc);
    texts.emplace(name, hcl::write(file.body, comment));
  }
  return texts;
}

}  // namespace flux::terraform
