// The keys of maps, keyed lists and `any` objects. They depend on heads, guards, key expressions, loop
// sources and the key sets of spreads, never on the values of entries.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "diagnostics/suggest.h"
#include "eval/evaluator.h"

namespace flux {

namespace {

struct Collected {
  std::vector<Name> keys;
  std::unordered_map<Name, std::uint32_t> index;
  std::vector<std::vector<Contribution>> contributions;

  std::vector<Contribution>& of(Name key) {
    auto [it, inserted] = index.emplace(key, static_cast<std::uint32_t>(keys.size()));
    if (inserted) {
      keys.push_back(key);
      contributions.emplace_back();
    }
    return contributions[it->second];
  }
};

}  // namespace

bool Evaluator::ensure_table(EvalObject& object, SourceSpan reader) {
  if (object.table_state == SlotState::done) return true;
  if (object.table_state == SlotState::running) {
    report_cycle(&object, Name{}, reader);
    return false;
  }
  object.table_state = SlotState::running;
  running_.push_back({&object, Name{}, reader});

  const bool open = object.type->is(TypeKind::any);
  Collected collected;
  std::vector<Contribution> stars;
  for (StackEntry& from : object.stack) {
    std::uint8_t plain = (from.via & (kViaGuard | kViaLoop)) != 0 ? 2 : 1;
    if (from.data != nullptr) {
      for (const MapEntry& entry : from.data->entries) {
        collected.of(entry.key).push_back(
            {.from = &from, .frame = from.frame, .value = entry.value, .has_value = true, .star = from.star});
      }
      continue;
    }
    const hir::Body& body = *from.body;
    std::uint32_t dynamic = 0;
    for (std::uint32_t at = 0; at < body.entries.size(); ++at) {
      const hir::Entry& entry = body.entries[at];
      const std::uint32_t dynamic_index = dynamic;
      if (dynamic < body.dynamic.size() && body.dynamic[dynamic] == at) ++dynamic;
      Frame* single[] = {from.frame};
      std::span<Frame* const> frames = single;
      std::uint8_t strength = plain;
      if (entry.guard != nullptr) {
        const Expansion& expansion = expand(from, entry.guard);
        if (expansion.poisoned) continue;  // reported; the keys it would have made are unknown
        frames = expansion.frames;
        strength = 2;
      }
      if (entry.op == hir::EntryOp::star) {
        for (Frame* frame : frames)
          stars.push_back(
              {.entry = &entry, .from = &from, .frame = frame, .star = true, .strength = strength});
        continue;
      }
      if (entry.op == hir::EntryOp::spread) {
        if (frames.empty()) continue;
        const Value& container = spread_value(object, from, dynamic_index);
        if (container.is_poison()) continue;
        if (container.is(ValueKind::map)) {
          for (const MapEntry& item : container.as_map().entries) {
            collected.of(item.key).push_back({.entry = &entry,
                                              .from = &from,
                                              .frame = from.frame,
                                              .value = item.value,
                                              .has_value = true,
                                              .star = from.star,
                                              .strength = 0});
          }
        } else if (container.is_object() || container.is(ValueKind::reference)) {
          EvalObject& source = *container.as_object();
          if (source.record() == nullptr && !ensure_table(source, entry.span)) continue;
          for (std::uint32_t i = 0; i < source.slots.size(); ++i) {
            Value value = read_slot(source, i, entry.span);
            if (value.is_absent()) continue;
            collected.of(slot_name(source, i))
                .push_back({.entry = &entry,
                            .from = &from,
                            .frame = from.frame,
                            .value = value,
                            .has_value = true,
                            .star = from.star,
                            .strength = 0});
          }
        } else {
          diagnostics_.error(Code::value_does_not_fit, entry.value->span,
                             fmt::format("expected a map to spread, found {}", kind_phrase(container)));
        }
        continue;
      }
      for (Frame* frame : frames) {
        Name key = entry.head;
        if (entry.computed != nullptr) {
          SlotContext* saved = std::exchange(slot_, nullptr);
          Value computed = eval(*entry.computed, frame);
          slot_ = saved;
          if (computed.is_poison()) continue;
          if (computed.is_deferred() || computed.is_secret()) {
            diagnostics_.error(
                computed.is_deferred() ? Code::deferred_not_admitted : Code::secret_not_admitted,
                entry.computed->span,
                computed.is_deferred() ? "a key must be known, and this is known only during apply"
                                       : "a key is public, and this is a secret");
            continue;
          }
          std::string spelled;
          if (!append_text(computed, entry.computed->span, spelled)) continue;
          key = intern(spelled);
        }
        collected.of(key).push_back(
            {.entry = &entry, .from = &from, .frame = frame, .star = from.star, .strength = strength});
      }
    }
  }

  std::vector<Name> keys;
  std::vector<std::span<const Contribution>> contributions;
  std::vector<std::string_view> docs;
  for (std::size_t i = 0; i < collected.keys.size(); ++i) {
    auto& writers = collected.contributions[i];
    sort(writers);
    bool created = false;
    bool alive = false;
    std::string_view doc;
    for (std::size_t k = 0; k < writers.size(); ++k) {
      const Contribution& c = writers[k];
      if (c.entry != nullptr && !c.entry->doc.empty()) doc = c.entry->doc;
      switch (c.op()) {
        case hir::EntryOp::erase:
          if (!alive) {
            diagnostics_.error(
                Code::nothing_to_delete, c.entry->span,
                fmt::format("`{}` is not there to be deleted", path_of(object, collected.keys[i])));
          }
          alive = false;
          created = true;
          break;
        case hir::EntryOp::amend:
          if (alive) break;
          if (open && !created) {
            alive = true;
            break;
          }
          if (created) {
            diagnostics_
                .error(Code::cannot_amend, c.entry->head_span,
                       fmt::format("`{}` was deleted by a layer below", path_of(object, collected.keys[i])))
                .with_help("create it anew with `=`");
          } else {
            auto& d =
                diagnostics_.error(Code::unknown_entry_value, c.entry->head_span,
                                   fmt::format("no layer creates `{}`", path_of(object, collected.keys[i])));
            if (auto near = closest(collected.keys[i].text(), [&] {
                  std::vector<std::string_view> others;
                  for (Name key : collected.keys) {
                    if (key != collected.keys[i]) others.push_back(key.text());
                  }
                  return others;
                }())) {
              d.with_help(fmt::format("did you mean `{}`? entries are created by `=` alone", *near));
            } else {
              d.with_help("entries are created by `=` alone");
            }
          }
          created = true;  // one error for the key
          break;
        default:
          alive = true;
          created = true;
      }
    }
    if (!alive) continue;
    for (const Contribution& star : stars) writers.push_back(star);
    if (!stars.empty()) sort(writers);
    if (object.type->is(TypeKind::map) && object.type->key != nullptr &&
        strip(object.type->key)->refinement != nullptr) {
      SourceSpan at = writers.front().entry != nullptr ? writers.front().entry->head_span : object.span;
      if (!at.valid() && writers.front().entry != nullptr) at = writers.front().entry->span;
      coerce(Value::string(collected.keys[i]), object.type->key, at, nullptr);
    }
    keys.push_back(collected.keys[i]);
    contributions.push_back(arena_.copy(writers));
    docs.push_back(doc);
  }

  auto* table = arena_.make<EntryTable>();
  table->index = NameIndex(arena_, arena_.copy(keys));
  table->contributions = arena_.copy(contributions);
  table->docs = arena_.copy(docs);
  object.table = table;
  object.slots = arena_.make_array<Slot>(keys.size());
  charge(object);
  object.table_state = SlotState::done;
  running_.pop_back();
  return true;
}

std::uint32_t Evaluator::find_entry(EvalObject& object, Name key, SourceSpan reader) {
  if (object.record() != nullptr) return object.record()->index.find(key);
  if (!ensure_table(object, reader)) return NameIndex::kNone;
  return object.table->index.find(key);
}

Value Evaluator::make_keyed_list(const Type* type, std::span<const Value> elements, SourceSpan span,
                                 const SlotContext& slot, const StackEntry* from) {
  std::vector<MapEntry> entries;
  std::unordered_map<Name, std::size_t> seen;
  for (const Value& element : elements) {
    if (element.is_poison()) return poison();
    SourceSpan at = element.origin() != nullptr ? element.origin()->expression : span;
    Value typed = coerce(element, type->element, at, &slot);
    if (typed.is_poison()) return poison();
    Value key = get_field(typed, type->by, at, false);
    if (key.is_poison()) return poison();
    std::string spelled;
    if (!append_text(key, at, spelled)) return poison();
    Name name = intern(spelled);
    if (!seen.emplace(name, entries.size()).second) {
      diagnostics_
          .error(Code::duplicate_key, at,
                 fmt::format("two elements have the {} `{}`", type->by.text(), spelled))
          .note(fmt::format("the list is keyed by `{}`", type->by.text()));
      return poison();
    }
    entries.push_back({name, typed, {}});
  }
  auto* map = arena_.make<MapValue>(arena_.copy(entries));
  EvalObject* object = object_of_map(type, map, span);
  if (from != nullptr && !object->stack.empty()) object->stack.back().layer = from->layer;
  return Value::object(object);
}

}  // namespace flux
