#include "emit/cluster_secret.h"

#include <algorithm>

#include "emit/lowering/fields.h"

namespace flux {
namespace {

const BlockItem* find_item(const Block* block, std::string_view name) {
  if (block == nullptr) return nullptr;
  const auto found =
      std::ranges::find_if(block->items, [&](const BlockItem& item) { return item.name.text() == name; });
  return found == block->items.end() ? nullptr : &*found;
}

const Value* find_value(const Block* block, std::string_view name) {
  const BlockItem* item = find_item(block, name);
  return item == nullptr || item->kind != BlockItem::Kind::attribute ? nullptr : &item->value;
}

}  // namespace

std::optional<ClusterSecret> cluster_secret_of(const TerraformBlock& block) {
  const bool is_secret =
      block.head.text() == "resource" && !block.keyed && block.labels.size() == 2 &&
      (block.labels[0] == "kubernetes_secret_v1" || block.labels[0] == "kubernetes_secret");
  if (!is_secret) return std::nullopt;
  const BlockItem* metadata = find_item(block.body, "metadata");
  if (metadata == nullptr || metadata->kind != BlockItem::Kind::block) return std::nullopt;
  const Value* labels = find_value(metadata->block, "labels");
  if (text_field(labels, "argocd.argoproj.io/secret-type") != "cluster") return std::nullopt;
  const Value* annotations = find_value(metadata->block, "annotations");
  return ClusterSecret{text_field(labels, "fluxc/cluster"),
                       text_field(annotations, "fluxc/bridge") == "true"};
}

}  // namespace flux
