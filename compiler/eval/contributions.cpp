// Which members of an object's bodies write to a slot: heads are looked up, guards decided, loops unrolled.
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "diagnostics/suggest.h"
#include "eval/evaluator.h"

namespace flux {

namespace {

std::uint8_t strength_of(std::uint8_t via) {
  if ((via & (kViaGuard | kViaLoop)) != 0) return 2;
  return (via & kViaSpread) != 0 ? 0 : 1;
}

}  // namespace

Expansion Evaluator::expand_in(Frame* frame, const hir::Guard* guard) {
  // The iterations of one loop, started from one frame.
  std::vector<std::pair<Value, Value>> elements;
  Value source = eval(*guard->source, frame);
  if (!iterate(source, guard->source->span, elements)) return {.known = true, .poisoned = true};
  if (!spend(elements.size(), guard->span)) return {.known = true, .poisoned = true};
  std::vector<Frame*> frames;
  frames.reserve(elements.size());
  bool poisoned = false;
  for (auto& [key, value] : elements) {
    auto locals = arena_.make_array<Value>(2);
    locals[0] = guard->variables == 2 ? key : value;
    locals[1] = value;
    auto* iteration = arena_.make<Frame>(frame, frame->self, locals, guard->lets);
    if (guard->filter != nullptr) {
      int holds = eval_condition(*guard->filter, iteration, "the condition of `for`");
      if (holds == 2) poisoned = true;
      if (holds != 1) continue;
    }
    frames.push_back(iteration);
  }
  return {.frames = arena_.copy(frames), .known = true, .poisoned = poisoned};
}

const Expansion& Evaluator::expand(StackEntry& entry, const hir::Guard* guard) {
  if (entry.expansions == nullptr) {
    entry.expansions = arena_.make_array<Expansion>(entry.body->guard_count * 2).data();
    entry.conditions = arena_.make_array<ConditionMemo>(entry.body->guard_count).data();
  }
  Expansion& memo = entry.expansions[guard->index * 2 + (guard->negated ? 1 : 0)];
  if (memo.known) return memo;

  Frame* outermost[] = {entry.frame};
  std::span<Frame* const> outer = outermost;
  if (guard->outer != nullptr) {
    const Expansion& around = expand(entry, guard->outer);
    if (around.poisoned) {
      memo = {.known = true, .poisoned = true};
      return memo;
    }
    outer = around.frames;
  }

  Expansion result{.known = true};
  std::vector<Frame*> frames;
  if (guard->kind == hir::Guard::Kind::condition) {
    ConditionMemo& condition = entry.conditions[guard->index];
    if (!condition.known) {
      std::vector<std::uint8_t> holds;
      for (Frame* frame : outer) {
        holds.push_back(
            static_cast<std::uint8_t>(eval_condition(*guard->condition, frame, "the condition of `if`")));
      }
      condition.holds = arena_.copy(holds);
      condition.known = true;
    }
    for (std::size_t i = 0; i < outer.size(); ++i) {
      if (condition.holds[i] == 2) result.poisoned = true;
      if (condition.holds[i] == (guard->negated ? 0 : 1)) frames.push_back(outer[i]);
    }
    result.frames = arena_.copy(frames);
  } else if (outer.size() == 1) {
    result = expand_in(outer[0], guard);
  } else {
    for (Frame* frame : outer) {
      Expansion part = expand_in(frame, guard);
      result.poisoned |= part.poisoned;
      frames.insert(frames.end(), part.frames.begin(), part.frames.end());
    }
    result.frames = arena_.copy(frames);
  }
  memo = result;
  return memo;
}

bool Evaluator::spread_fits(const Type* type, const Value& container, const hir::Entry& spread) {
  const RecordType& record = *type->record;
  auto admits = [&](Name key, SourceSpan set) {
    if (record.find(key) != nullptr) return true;
    auto& d = diagnostics_.error(Code::unknown_field, spread.value->span,
                                 fmt::format("unknown field `{}` of `{}`", key.text(), print_type(type)));
    if (set.valid()) d.label(set, "set here");
    std::vector<std::string_view> names;
    for (const Field& field : record.fields) names.push_back(field.name.text());
    d.label(record.span, "declared here");
    if (auto near = closest(key.text(), names)) d.with_help(fmt::format("did you mean `{}`?", *near));
    return false;
  };
  if (container.is(ValueKind::map)) {
    return std::ranges::all_of(container.as_map().entries, [&](const MapEntry& entry) {
      return admits(entry.key, entry.value.origin() != nullptr ? entry.value.origin()->member : SourceSpan{});
    });
  }
  if (!container.is_object() && !container.is(ValueKind::reference)) return true;
  EvalObject& source = *container.as_object();
  if (source.record() != nullptr) {
    return std::ranges::all_of(source.record()->fields,
                               [&](const Field& field) { return admits(field.name, field.span); });
  }
  if (!ensure_table(source, spread.span)) return false;
  for (std::uint32_t i = 0; i < source.slots.size(); ++i) {
    if (!admits(slot_name(source, i), span_of(source.table->contributions[i].back()))) return false;
  }
  return true;
}

const Value& Evaluator::spread_value(EvalObject& object, StackEntry& entry, std::uint32_t dynamic_index) {
  if (entry.spreads == nullptr) {
    entry.spreads = arena_.make_array<Value>(entry.body->dynamic.size()).data();
    entry.spread_states = arena_.make_array<std::uint8_t>(entry.body->dynamic.size()).data();
  }
  Value& memo = entry.spreads[dynamic_index];
  if (entry.spread_states[dynamic_index] == 0) {
    entry.spread_states[dynamic_index] = 1;
    const hir::Entry& spread = entry.body->entries[entry.body->dynamic[dynamic_index]];
    // A spread value is nobody's slot: what it constructs is placed where it is copied to.
    SlotContext* saved = std::exchange(slot_, nullptr);
    memo = eval(*spread.value, entry.frame);
    slot_ = saved;
    if (memo.is_secret() || memo.is_deferred()) {
      diagnostics_.error(
          memo.is_deferred() ? Code::deferred_not_admitted : Code::secret_not_admitted, spread.value->span,
          memo.is_deferred() ? "the fields of a spread must be known, and this is known only during apply"
                             : "the fields of a spread are public, and this is a secret");
      memo = poison();
    }
    if (object.record() != nullptr && !spread_fits(object.type, memo, spread)) memo = poison();
  }
  return memo;
}

void Evaluator::gather(EvalObject& object, Name field, std::vector<Contribution>& into) {
  for (StackEntry& from : object.stack) {
    if (from.data != nullptr) {
      if (const Value* value = from.data->find(field)) {
        into.push_back(
            {.from = &from, .frame = from.frame, .value = *value, .has_value = true, .star = from.star});
      }
      continue;
    }
    const hir::Body& body = *from.body;
    for (const hir::Entry* entry = body.find(field); entry != nullptr;
         entry = entry->next_same == UINT32_MAX ? nullptr : &body.entries[entry->next_same]) {
      std::uint8_t strength = std::max<std::uint8_t>(strength_of(from.via), 1);
      if (entry->guard == nullptr) {
        into.push_back(
            {.entry = entry, .from = &from, .frame = from.frame, .star = from.star, .strength = strength});
        continue;
      }
      const Expansion& expansion = expand(from, entry->guard);
      if (expansion.poisoned)
        into.push_back({.from = &from, .value = poison(), .has_value = true, .strength = 3});
      for (Frame* frame : expansion.frames) {
        into.push_back({.entry = entry, .from = &from, .frame = frame, .star = from.star, .strength = 2});
      }
    }
    for (std::uint32_t i = 0; i < body.dynamic.size(); ++i) {
      const hir::Entry& entry = body.entries[body.dynamic[i]];
      if (entry.op != hir::EntryOp::spread) continue;
      const Type* spread_type = strip(entry.value->type);
      if (spread_type->is(TypeKind::record) && spread_type->record->find(field) == nullptr) continue;
      if (entry.guard != nullptr && expand(from, entry.guard).frames.empty()) continue;
      const Value& container = spread_value(object, from, i);
      Value value = poison();
      if (container.is(ValueKind::map)) {
        const Value* found = container.as_map().find(field);
        if (found == nullptr) continue;
        value = *found;
      } else if (container.is_object() || container.is(ValueKind::reference)) {
        EvalObject& source = *container.as_object();
        if (source.record() != nullptr) {
          if (source.record()->find(field) == nullptr) continue;
        } else if (find_entry(source, field, entry.span) == NameIndex::kNone) {
          continue;
        }
        value = read(source, field, entry.span);
        if (value.is_absent()) continue;
      }
      into.push_back({.entry = &entry,
                      .from = &from,
                      .frame = from.frame,
                      .value = value,
                      .has_value = true,
                      .star = from.star,
                      .strength = 0});
    }
  }
}

void Evaluator::sort(std::vector<Contribution>& contributions) {
  if (contributions.size() < 2) return;
  // Within one layer `=` and `delete` apply before amendments, wherever they stand.
  auto changes = [](const Contribution& c) {
    return c.op() == hir::EntryOp::amend || c.op() == hir::EntryOp::star || c.op() == hir::EntryOp::append ||
           c.op() == hir::EntryOp::remove;
  };
  auto rank = [&](const Contribution& c) {
    return std::tuple(c.from->epoch, c.from->layer, c.star ? 0 : 1, changes(c), c.strength);
  };
  auto less = [&](const Contribution& a, const Contribution& b) { return rank(a) < rank(b); };
  if (!std::ranges::is_sorted(contributions, less)) std::ranges::stable_sort(contributions, less);
}

}  // namespace flux
