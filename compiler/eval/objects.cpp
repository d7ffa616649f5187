// Making objects: from a type and a body, from another object, from a computed map.
#include <fmt/format.h>

#include <algorithm>

#include "eval/evaluator.h"
#include "ir/path.h"

namespace flux {

Frame* Evaluator::body_frame(EvalObject& object, const hir::Body& body, Frame* parent) {
  if (body.is_path) return parent;
  return arena_.make<Frame>(parent, &object, std::span<const Value>{}, body.lets);
}

void Evaluator::push(EvalObject& object, const hir::Body* body, Frame* frame, StackEntry like) {
  auto grown = arena_.make_array<StackEntry>(object.stack.size() + 1);
  std::ranges::copy(object.stack, grown.begin());
  like.body = body;
  like.data = nullptr;
  like.frame = body_frame(object, *body, frame);
  like.expansions = nullptr;
  like.conditions = nullptr;
  like.spreads = nullptr;
  like.spread_states = nullptr;
  grown.back() = like;
  object.stack = grown;
}

void Evaluator::charge(const EvalObject& object) {
  const std::size_t keys = object.table != nullptr ? object.table->index.size() : 0;
  const std::size_t bytes = sizeof(EvalObject) + object.stack.size() * (sizeof(StackEntry) + sizeof(Frame)) +
                            object.slots.size_bytes() + keys * (sizeof(Contribution) + sizeof(MapEntry));
  spend(bytes / sizeof(Value), object.span);
}

EvalObject* Evaluator::construct(const Type* type, const hir::Body* body, Frame* frame, SourceSpan span) {
  ++counters_.objects;
  auto* object = arena_.make<EvalObject>();
  object->type = type;
  object->span = span;
  std::uint16_t layer = 0;
  std::uint8_t via = 0;
  if (slot_ != nullptr) {
    object->parent = slot_->owner;
    object->key = slot_->key;
    object->is_entry = slot_->is_entry;
    object->list_index = slot_->list_index;
    if (slot_->at < slot_->contributions.size()) {
      const Contribution& contribution = slot_->contributions[slot_->at];
      layer = contribution.from->layer;
      via = contribution.from->via;
    }
  }
  std::size_t types = 0;
  if (type->is(TypeKind::record)) {
    for (const RecordType* record = type->record; record != nullptr; record = record->base)
      types += record->body != nullptr;
    object->slots = arena_.make_array<Slot>(type->record->fields.size());
  }
  object->stack = arena_.make_array<StackEntry>(types + (body != nullptr ? 1 : 0));
  if (body != nullptr) {
    object->stack.back() = {
        .body = body, .frame = body_frame(*object, *body, frame), .layer = layer, .via = via};
  }
  if (type->is(TypeKind::record)) {
    for (const RecordType* record = type->record; record != nullptr; record = record->base) {
      if (record->body == nullptr) continue;
      object->stack[--types] = {.body = record->body, .frame = body_frame(*object, *record->body, nullptr)};
    }
  }
  charge(*object);
  return object;
}

EvalObject* Evaluator::clone(const EvalObject& base, const Type* type) {
  ++counters_.objects;
  auto* object = arena_.make<EvalObject>();
  object->type = type;
  object->span = base.span;
  if (slot_ != nullptr) {
    object->parent = slot_->owner;
    object->key = slot_->key;
    object->is_entry = slot_->is_entry;
    object->list_index = slot_->list_index;
  }
  std::vector<StackEntry> stack;
  if (type->is(TypeKind::record)) {
    object->slots = arena_.make_array<Slot>(type->record->fields.size());
    if (base.record() == nullptr) {
      // An `any` object or a map becomes a record: the type's defaults go below what it says.
      std::vector<const RecordType*> chain;
      for (const RecordType* record = type->record; record != nullptr; record = record->base)
        chain.push_back(record);
      for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
        if ((*it)->body != nullptr)
          stack.push_back({.body = (*it)->body, .frame = body_frame(*object, *(*it)->body, nullptr)});
      }
    }
  }
  for (StackEntry entry : base.stack) {
    if (entry.body != nullptr && !entry.body->is_path)
      entry.frame = body_frame(*object, *entry.body, entry.frame->parent);
    entry.expansions = nullptr;
    entry.conditions = nullptr;
    entry.spreads = nullptr;
    entry.spread_states = nullptr;
    stack.push_back(entry);
  }
  object->stack = arena_.copy(stack);
  charge(*object);
  return object;
}

EvalObject* Evaluator::with_body(const EvalObject& base, const hir::Body* body, Frame* frame,
                                 SourceSpan span) {
  EvalObject* object = clone(base, base.type);
  object->span = span;
  StackEntry like;
  for (const StackEntry& entry : base.stack) like.epoch = std::max<std::uint16_t>(like.epoch, entry.epoch);
  ++like.epoch;
  if (slot_ != nullptr && slot_->at < slot_->contributions.size()) {
    like.layer = slot_->contributions[slot_->at].from->layer;
    like.via = slot_->contributions[slot_->at].from->via;
  }
  push(*object, body, frame, like);
  return object;
}

EvalObject* Evaluator::object_of_map(const Type* type, const MapValue* map, SourceSpan span) {
  EvalObject* object = construct(type, nullptr, nullptr, span);
  auto grown = arena_.make_array<StackEntry>(object->stack.size() + 1);
  std::ranges::copy(object->stack, grown.begin());
  std::uint16_t layer = 0;
  if (slot_ != nullptr && slot_->at < slot_->contributions.size())
    layer = slot_->contributions[slot_->at].from->layer;
  grown.back() = {.data = map, .layer = layer};
  object->stack = grown;
  return object;
}

void Evaluator::place(EvalObject& object, const SlotContext& slot) {
  object.parent = slot.owner;
  object.key = slot.key;
  object.is_entry = slot.is_entry;
  object.list_index = slot.list_index;
  object.placed = true;
}

std::string Evaluator::path_of(const EvalObject& object) const {
  std::vector<const EvalObject*> chain;
  for (const EvalObject* o = &object; o != nullptr && o->parent != nullptr; o = o->parent) chain.push_back(o);
  std::string path;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    append_path_step(path, (*it)->key.text());
    if ((*it)->list_index >= 0) path += fmt::format("[{}]", (*it)->list_index);
  }
  return path;
}

std::string Evaluator::path_of(const EvalObject& object, Name slot) const {
  std::string path = path_of(object);
  if (!slot) return path;
  bool plain = !slot.text().empty() && slot.text().find_first_of("./\"[]") == std::string_view::npos;
  if (!plain) return path + fmt::format("[\"{}\"]", slot.text());
  return path.empty() ? slot.str() : path + "." + slot.str();
}

}  // namespace flux
