#include "emit/inventory.h"

#include <fmt/format.h>

#include "emit/argocd/catalog.h"
#include "emit/lowering/document_writer.h"
#include "emit/lowering/fields.h"
#include "emit/terraform/blocks.h"
#include "ir/address.h"

namespace flux {
namespace {

constexpr std::string_view kApplicationSet = "ApplicationSet";

void add_terraform(const TerraformBlock& block, Inventory& inventory) {
  const std::string_view head = block.head.text();
  const std::string scope(block.owner->stack);
  if (head == "moved" || head == "removed") {
    inventory.released.insert(
        fmt::format("terraform/{}/{}", scope, terraform::text_attribute(*block.body, "from")));
  }
  const bool is_module = head == "module";
  if ((head != "resource" && !is_module) || block.labels.size() != (is_module ? 1 : 2)) return;
  Identity identity{.tool = Identity::Tool::terraform,
                    .scope = scope,
                    .address = {is_module ? "module" : std::string(block.labels[0]),
                                address_of(*block.owner, block.labels.back())},
                    .path = std::string(block.owner->path),
                    .local = std::string(block.labels.back())};
  if (!block.keyed) {
    inventory.identities.push_back(std::move(identity));
    return;
  }
  for (const BlockInstance& instance : block.instances) {
    identity.address.key = instance.key;
    identity.entry = instance.path;
    inventory.identities.push_back(identity);
  }
}

Identity argocd_identity(const argocd::Resource& resource, std::string_view kind) {
  return {.tool = Identity::Tool::argocd,
          .address = {std::string(kind), std::string(resource.name)},
          .path = std::string(resource.document->owner->path)};
}

void add_argocd(const argocd::ResourceList& resources, std::string_view kind, Inventory& inventory) {
  for (const argocd::Resource& resource : resources) {
    if (resource.is_extern) continue;
    inventory.identities.push_back(argocd_identity(resource, kind));
    // The application is there, and so is the set that makes it.
    if (resource.document->bridge != nullptr)
      inventory.identities.push_back(argocd_identity(resource, kApplicationSet));
  }
}

bool keeps_state(std::string_view kind, const Value& body) {
  if (kind == "StatefulSet") return !items_of(find_field(&body, {"spec", "volumeClaimTemplates"})).empty();
  return kind == "Namespace" || kind == "PersistentVolumeClaim" || kind == "CustomResourceDefinition";
}

void add_kubernetes(const Document& document, Inventory& inventory) {
  if (document.labels.size() != 2 || !keeps_state(document.labels[0], document.body)) return;
  const Value* metadata = find_field(&document.body, "metadata");
  const std::string_view written = text_field(metadata, "name");
  const std::string_view space = text_field(metadata, "namespace");
  std::string name(written.empty() ? document.labels[1] : written);
  const bool spaced = document.labels[0] == "PersistentVolumeClaim" || document.labels[0] == "StatefulSet";
  if (spaced) name = fmt::format("{}/{}", space.empty() ? "default" : space, name);
  inventory.identities.push_back({.tool = Identity::Tool::kubernetes,
                                  .scope = std::string(cluster_folder(document.owner->cluster)),
                                  .address = {std::string(document.labels[0]), std::move(name)},
                                  .path = std::string(document.owner->path)});
}

}  // namespace

Inventory take_inventory(const Program& program, const EmitSelection& selection) {
  Inventory inventory;
  if (selection.contains(EmitTarget::terraform)) {
    for (const TerraformBlock& block : program.terraform) add_terraform(block, inventory);
  }
  if (selection.contains(EmitTarget::argocd)) {
    const argocd::Catalog catalog = argocd::read_catalog(program, nullptr);
    add_argocd(catalog.applications, "Application", inventory);
    add_argocd(catalog.sets, kApplicationSet, inventory);
    add_argocd(catalog.projects, "AppProject", inventory);
  }
  if (selection.contains(EmitTarget::kubernetes)) {
    for (const Document& document : program.documents) {
      if (document.target == DocumentTarget::kubernetes) add_kubernetes(document, inventory);
    }
  }
  inventory.sort();
  return inventory;
}

EmitTarget target_of(const Identity& identity) {
  switch (identity.tool) {
    case Identity::Tool::terraform:
      return EmitTarget::terraform;
    case Identity::Tool::argocd:
      return EmitTarget::argocd;
    case Identity::Tool::kubernetes:
      break;
  }
  return EmitTarget::kubernetes;
}

}  // namespace flux
