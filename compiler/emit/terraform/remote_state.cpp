#include "emit/terraform/remote_state.h"

#include <fmt/format.h>

#include "emit/terraform/blocks.h"
#include "emit/terraform/body_lowering.h"

namespace flux::terraform {
namespace {

/// The nested blocks of a backend are objects in the configuration of the data source.
hcl::Object as_object(hcl::Body body) {
  hcl::Object object;
  for (auto& item : body.items) {
    if (auto* attribute = std::get_if<hcl::Attribute>(&item)) {
      object.entries.push_back({hcl::string(attribute->name), std::move(attribute->value), {}});
    } else {
      auto& block = std::get<hcl::Block>(item);
      object.entries.push_back({hcl::string(block.type), as_object(std::move(block.body)), {}});
    }
  }
  return object;
}

/// A path that the other stack reads from its own folder, as seen from a folder beside it.
std::string path_from_beside(std::string_view stack, std::string_view path) {
  if (path.empty()) path = "terraform.tfstate";
  return path.starts_with('/') ? std::string(path) : fmt::format("../{}/{}", stack, path);
}

}  // namespace

hcl::Block remote_state_block(std::string name, std::string_view stack, const StackSettings& settings,
                              ExpressionLowering& expressions, Diagnostics& diagnostics) {
  const BlockItem* backend = settings.backend();
  std::string type = "local";
  hcl::Object config;
  if (backend != nullptr) {
    // The data source knows HCP Terraform by the name of the backend that was there before it.
    const bool cloud = backend->name.text() == "cloud" || backend->block->labels.empty();
    type = cloud ? "remote" : std::string(backend->block->labels.front());
    config = as_object(lower_body(*settings.block, *backend->block, expressions, diagnostics));
  }
  if (type == "local") {
    const std::string_view path =
        backend == nullptr ? std::string_view{} : text_attribute(*backend->block, "path");
    std::erase_if(config.entries, [](const hcl::ObjectEntry& entry) {
      return std::get<hcl::String>(entry.key.node).text == "path";
    });
    config.entries.insert(config.entries.begin(),
                          {hcl::string("path"), hcl::string(path_from_beside(stack, path)), {}});
  }
  hcl::Body body;
  body.items.push_back(hcl::Attribute{"backend", hcl::string(type)});
  if (!config.entries.empty()) body.items.push_back(hcl::Attribute{"config", std::move(config)});
  return {"data", {"terraform_remote_state", std::move(name)}, std::move(body)};
}

}  // namespace flux::terraform
