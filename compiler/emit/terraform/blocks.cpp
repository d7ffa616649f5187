#include "emit/terraform/blocks.h"

#include <algorithm>

#include "emit/terraform/keywords.h"
#include "ir/origin.h"

namespace flux::terraform {

const BlockItem* find_attribute(const Block& block, std::string_view name) {
  for (const BlockItem& item : block.items) {
    if (item.kind == BlockItem::Kind::attribute && item.name.text() == name) return &item;
  }
  return nullptr;
}

std::string_view text_attribute(const Block& block, std::string_view name) {
  const BlockItem* item = find_attribute(block, name);
  return item != nullptr && item->value.is_string() ? item->value.as_string() : std::string_view{};
}

bool same_body(const Block& a, const Block& b) {
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                    [](const BlockItem& x, const BlockItem& y) {
                      if (x.kind != y.kind || x.name != y.name || !equal(x.value, y.value)) return false;
                      if (x.kind == BlockItem::Kind::attribute) return true;
                      return same_labels(*x.block, *y.block) && same_body(*x.block, *y.block);
                    });
}

bool same_labels(const Block& a, const Block& b) {
  return std::equal(a.labels.begin(), a.labels.end(), b.labels.begin(), b.labels.end());
}

std::string title_of(const TerraformBlock& block) {
  std::string title = block.head.str();
  for (const std::string_view label : block.labels) title.append(" ").append(label);
  return title;
}

SourceSpan place_of(const Value& value, SourceSpan fallback) {
  const Origin* origin = value.origin();
  return origin != nullptr && origin->expression.valid() ? origin->expression : fallback;
}

}  // namespace flux::terraform
