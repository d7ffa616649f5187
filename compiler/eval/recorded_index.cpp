#include "eval/recorded_index.h"

#include <algorithm>
#include <functional>
#include <string>

#include "eval/labels.h"
#include "ir/address.h"
#include "ir/deferred.h"

namespace flux {
namespace {

const Value* member(const Value* map, Name key) {
  return map != nullptr && map->is(ValueKind::map) ? map->as_map().find(key) : nullptr;
}

const Value* element(const Value* list, std::size_t index) {
  if (list == nullptr || !list->is(ValueKind::list)) return nullptr;
  const auto items = list->as_list().items;
  return index < items.size() ? &items[index] : nullptr;
}

/// Whether Terraform will hide the output, by what the source says.
bool is_sensitive(const TerraformBlock& output) {
  return std::ranges::any_of(output.body->items, [](const BlockItem& item) {
    if (item.kind != BlockItem::Kind::attribute) return false;
    if (item.name.text() == "sensitive") return item.value.is(ValueKind::boolean) && item.value.as_bool();
    return item.name.text() == "value" && (labels_within(item.value) & kSecret) != 0;
  });
}

std::uint64_t number_of(Name name) {
  return reinterpret_cast<std::uintptr_t>(name.text().data());  // interned: one text, one place
}

}  // namespace

std::size_t DeferredNumbers::Hash::operator()(const Parts& parts) const {
  std::size_t hash = parts.size();
  for (const std::uint64_t part : parts)
    hash = (hash ^ std::hash<std::uint64_t>{}(part)) * 0x9E3779B97F4A7C15U;
  return hash;
}

std::uint32_t DeferredNumbers::of(const DeferredExpr& expression) {
  if (const auto known = known_.find(&expression); known != known_.end()) return known->second;
  const bool secret = expression.kind == DeferredKind::literal && expression.value.is_secret();
  // A secret is like nothing else.
  const std::uint32_t number =
      secret ? next_++ : numbers_.try_emplace(parts_of(expression), next_).first->second;
  if (number == next_) ++next_;
  known_.emplace(&expression, number);
  return number;
}

DeferredNumbers::Parts DeferredNumbers::parts_of(const DeferredExpr& expression) {
  // `a["b"]` is `a.b`.
  const bool by_name =
      expression.kind == DeferredKind::index && expression.arguments[0]->kind == DeferredKind::literal &&
      expression.arguments[0]->value.is_string() && !expression.arguments[0]->value.is_secret();
  const DeferredKind kind = by_name ? DeferredKind::attribute : expression.kind;
  const Name name = by_name ? intern(expression.arguments[0]->value.as_string()) : expression.name;
  Parts parts{static_cast<std::uint64_t>(kind), number_of(name)};
  if (kind == DeferredKind::literal)
    parts.push_back(number_of(intern(describe(expression.value, std::string::npos))));
  if (kind == DeferredKind::handle) {
    parts.push_back(static_cast<std::uint64_t>(expression.mode));
    parts.push_back(reinterpret_cast<std::uintptr_t>(expression.owner));
    parts.push_back(number_of(expression.type));
    parts.push_back(number_of(expression.local_name));
  }
  for (const Name variable : expression.variables) parts.push_back(number_of(variable));
  parts.push_back(expression.base != nullptr ? of(*expression.base) + 1U : 0U);
  if (by_name) return parts;
  for (const DeferredExpr* argument : expression.arguments) parts.push_back(of(*argument));
  return parts;
}

RecordedIndex::RecordedIndex(std::span<const TerraformBlock* const> outputs,
                             const RecordedOutputs& recorded) {
  static const Name value_name = intern("value");
  outputs_.reserve(outputs.size());  // referred to from here on
  for (const TerraformBlock* block : outputs) {
    if (block->keyed || block->labels.empty()) continue;
    const std::string address = address_of(*block->owner, block->labels.back());
    const auto stack = recorded.stacks.find(block->owner->stack);
    const RecordedOutput* record = nullptr;
    if (stack != recorded.stacks.end()) {
      const auto found = stack->second.outputs.find(address);
      if (found != stack->second.outputs.end()) record = &found->second;
    }
    const bool sensitive = is_sensitive(*block);
    outputs_.push_back({block->owner->stack, intern(address).text(), block->span, record, sensitive});
    const Value* whole = record != nullptr && !sensitive ? &record->value : nullptr;
    for (const BlockItem& item : block->body->items) {
      if (item.kind == BlockItem::Kind::attribute && item.name == value_name)
        add(item.value, outputs_.back(), whole);
    }
    DeferredExpr handle{.kind = DeferredKind::handle, .mode = HandleMode::output, .owner = block->owner};
    handle.local_name = intern(block->labels.back());
    add(*arena_.make<DeferredExpr>(handle), outputs_.back(), whole);
  }
}

void RecordedIndex::add(const Value& value, const Output& output, const Value* recorded) {
  if (value.is(ValueKind::deferred)) add(*value.as_deferred(), output, recorded);
  if (value.is(ValueKind::list)) {
    std::size_t i = 0;
    for (const Value& item : value.as_list().items) add(item, output, element(recorded, i++));
  }
  if (value.is(ValueKind::map)) {
    for (const MapEntry& entry : value.as_map().entries)
      add(entry.value, output, member(recorded, entry.key));
  }
}

void RecordedIndex::add(const DeferredExpr& expression, const Output& output, const Value* recorded) {
  if (expression.kind == DeferredKind::literal) return;
  // Of several outputs with one value, one that is recorded.
  Found& found = by_number_[numbers_.of(expression)];
  if (found.output == nullptr || (found.value == nullptr && recorded != nullptr)) found = {&output, recorded};
  if (expression.kind == DeferredKind::list) {
    std::size_t i = 0;
    for (const DeferredExpr* item : expression.arguments) add(*item, output, element(recorded, i++));
  }
  if (expression.kind == DeferredKind::object) {
    for (std::size_t i = 0; i + 1 < expression.arguments.size(); i += 2) {
      const DeferredExpr& key = *expression.arguments[i];
      if (key.kind == DeferredKind::literal && key.value.is_string())
        add(*expression.arguments[i + 1], output, member(recorded, intern(key.value.as_string())));
    }
  }
}

RecordedIndex::Found RecordedIndex::find(const DeferredExpr& expression) {
  if (expression.kind == DeferredKind::literal) return {nullptr, nullptr};
  const auto found = by_number_.find(numbers_.of(expression));
  return found == by_number_.end() ? Found{nullptr, nullptr} : found->second;
}

}  // namespace flux
