// One slot: its contributions are folded, from the highest `=` or `delete` upwards, and the result is
// checked.
#include <fmt/format.h>

#include <algorithm>

#include "eval/evaluator.h"
#include "ir/value_set.h"

namespace flux {

namespace {

/// Longer chains of dependent slots are refused; the driver's stack is made for this depth.
constexpr std::size_t kMaxDepth = 50'000;

bool is_set(hir::EntryOp op) {
  return op == hir::EntryOp::set || op == hir::EntryOp::spread;
}

const hir::Entry* find_final(const hir::Body& body, int depth) {
  if (depth > 64) return nullptr;
  for (const hir::Entry& entry : body.entries) {
    if (entry.is_final) return &entry;
    if (entry.body != nullptr) {
      if (const hir::Entry* inner = find_final(*entry.body, depth + 1)) return inner;
    }
    if (entry.value != nullptr && entry.value->kind == hir::ExprKind::construct &&
        entry.value->body != nullptr) {
      if (const hir::Entry* inner = find_final(*entry.value->body, depth + 1)) return inner;
    }
  }
  return nullptr;
}

/// A lock inside what a contribution writes, or none.
const hir::Entry* final_inside(const Contribution& c) {
  if (c.entry == nullptr) return nullptr;
  if (c.entry->body != nullptr) return find_final(*c.entry->body, 0);
  if (c.entry->value != nullptr && c.entry->value->kind == hir::ExprKind::construct &&
      c.entry->value->body != nullptr) {
    return find_final(*c.entry->value->body, 0);
  }
  return nullptr;
}

bool writes_something(const hir::Entry& entry) {
  if (entry.body != nullptr) return !entry.body->entries.empty();
  if (entry.value == nullptr) return false;
  if (entry.value->kind == hir::ExprKind::list) return !entry.value->list_items.empty();
  if (entry.value->kind == hir::ExprKind::construct)
    return entry.value->body != nullptr && !entry.value->body->entries.empty();
  return false;
}

}  // namespace

const Type* Evaluator::declared_type(const EvalObject& object, std::uint32_t index) const {
  switch (object.type->kind) {
    case TypeKind::record:
      return object.type->record->fields[index].type;
    case TypeKind::map:
    case TypeKind::keyed_list:
      return object.type->element;
    default:
      return types_.any();
  }
}

Name Evaluator::slot_name(const EvalObject& object, std::uint32_t index) const {
  return object.record() != nullptr ? object.record()->fields[index].name
                                    : object.table->index.names()[index];
}

SourceSpan Evaluator::span_of(const Contribution& c) const {
  if (c.entry == nullptr) return c.value.origin() != nullptr ? c.value.origin()->expression : SourceSpan{};
  return c.entry->span;
}

const Origin* Evaluator::make_origin(const Origin& origin) {
  ++counters_.origins;
  return arena_.make<Origin>(origin);
}

const Origin* Evaluator::origin_of(const Contribution& c, const Origin* below) {
  if (!options_.origins) return nullptr;
  if (c.entry == nullptr) {
    const Origin* own = c.value.origin();
    if (below == nullptr) return own;
    Origin made = own != nullptr ? *own : Origin{.op = OriginOp::set};
    made.below = below;
    return make_origin(made);
  }
  std::uint8_t via = static_cast<std::uint8_t>(c.entry->origin.via | c.from->via | (c.star ? kViaStar : 0));
  if (below == nullptr && via == c.entry->origin.via) return &c.entry->origin;
  Origin made = c.entry->origin;
  made.via = via;
  made.below = below;
  if (c.has_value && c.value.origin() != nullptr) made.copied_from = c.value.origin();
  return make_origin(made);
}

std::string Evaluator::layer_phrase(std::uint16_t layer) const {
  if (layer == 0 || ranks_[layer] == nullptr) return "the type's defaults";
  const hir::Layer* l = ranks_[layer];
  return fmt::format("{} `{}`", l->is_environment ? "environment" : "layer", l->name.text());
}

bool Evaluator::unrelated(std::uint16_t a, std::uint16_t b) const {
  return a != b && a != 0 && b != 0 && !above_[a][b] && !above_[b][a];
}

void Evaluator::report_cycle(const EvalObject* object, Name name, SourceSpan reader) {
  std::size_t first = running_.size();
  while (first > 0 && !(running_[first - 1].object == object && running_[first - 1].name == name)) --first;
  if (first == 0) first = 1;
  const Running& start = running_[first - 1];
  auto shown = [&](const Running& r) {
    return r.name ? fmt::format("`{}`", path_of(*r.object, r.name))
                  : fmt::format("the keys of `{}`", path_of(*r.object));
  };
  std::vector<std::string> way;
  constexpr std::size_t kShown = 20;
  std::size_t count = running_.size() - first + 1;
  for (std::size_t i = first - 1; i < running_.size(); ++i) {
    std::size_t at = i - (first - 1);
    if (count > kShown && at == kShown / 2) way.push_back(fmt::format("… {} more …", count - kShown));
    if (count > kShown && at >= kShown / 2 && at < count - kShown / 2) continue;
    way.push_back(shown(running_[i]));
  }
  way.push_back(shown(start));
  auto& d = diagnostics_.error(Code::value_cycle, reader,
                               fmt::format("{} {} on {}", shown(start), start.name ? "depends" : "depend",
                                           start.name ? "itself" : "themselves"));
  d.at("read again here");
  for (std::size_t i = first; i < running_.size() && i < first + kShown; ++i) {
    d.label(running_[i].reader, fmt::format("{} is read here", shown(running_[i])));
  }
  d.note(fmt::format("the way round: {}", fmt::join(way, " → ")));
  d.with_help("give one of them a value that does not depend on the others");
}

Value Evaluator::read(EvalObject& object, Name field, SourceSpan reader) {
  std::uint32_t index = find_entry(object, field, reader);
  if (index == NameIndex::kNone) {
    if (object.record() == nullptr && object.table_state != SlotState::done)
      return poison();  // a cycle, reported
    auto& d = diagnostics_.error(
        object.record() != nullptr ? Code::no_such_field_value : Code::unknown_entry_value, reader,
        object.record() != nullptr
            ? fmt::format("`{}` has no field `{}`", print_type(object.type), field.text())
            : fmt::format("`{}` has no entry `{}`", path_of(object), field.text()));
    if (object.table != nullptr && object.table->index.size() > 0 && object.table->index.size() <= 12) {
      std::vector<std::string> keys;
      for (Name key : object.table->index.names()) keys.push_back(fmt::format("`{}`", key.text()));
      d.note(fmt::format("it has {}", fmt::join(keys, ", ")));
    }
    return poison();
  }
  return read_slot(object, index, reader);
}

Value Evaluator::read_slot(EvalObject& object, std::uint32_t index, SourceSpan reader) {
  Slot& slot = object.slots[index];
  if (slot.state == SlotState::done) return slot.value;
  Name name = slot_name(object, index);
  if (slot.state == SlotState::running) {
    report_cycle(&object, name, reader);
    return poison();
  }
  if (running_.size() >= kMaxDepth) {
    diagnostics_.error(Code::evaluation_too_deep, reader,
                       fmt::format("`{}` depends on a chain of more than {} other values",
                                   path_of(object, name), kMaxDepth));
    slot.value = poison();
    slot.state = SlotState::done;
    return slot.value;
  }
  slot.state = SlotState::running;
  running_.push_back({&object, name, reader});
  ++counters_.slots;

  const Field* field = object.record() != nullptr ? &object.record()->fields[index] : nullptr;
  SlotContext context{.owner = &object,
                      .key = name,
                      .is_entry = object.type->is(TypeKind::map) || object.type->is(TypeKind::keyed_list),
                      .type = declared_type(object, index)};
  SlotContext* saved = std::exchange(slot_, nullptr);

  Value value;
  if (context.type->is(TypeKind::enclosing)) {
    const EvalObject* around = object.parent;
    while (around != nullptr &&
           !(around->record() != nullptr && around->record()->derives_from(context.type->element->record))) {
      around = around->parent;
    }
    if (around != nullptr) {
      value = Value::reference(const_cast<EvalObject*>(around));
    } else {
      diagnostics_
          .error(Code::not_enclosed, object.span.valid() ? object.span : field->span,
                 fmt::format("`{}` does not stand inside a `{}`", path_of(object),
                             print_type(context.type->element)))
          .label(field->span, "required here");
      value = poison();
    }
  } else {
    std::vector<Contribution> gathered;
    if (field != nullptr) {
      gather(object, name, gathered);
      sort(gathered);
      context.contributions = gathered;
    } else {
      context.contributions = object.table->contributions[index];
    }
    std::unordered_map<std::size_t, Value> prefixes;
    context.prefixes = &prefixes;
    value = fold(context, context.contributions.size());
    // A declaration that is wrong has been reported.
    if (value.is_absent() && context.type->is(TypeKind::error)) value = poison();
    if (value.is_absent() && field != nullptr && !field->optional) {
      auto& d =
          diagnostics_.error(Code::missing_field, made_at(object),
                             fmt::format("`{}` is required and nothing sets it", path_of(object, name)));
      d.label(field->span, "declared here, with neither default nor `?`");
      std::vector<std::string> layers;
      for (auto it = environment_.layers.rbegin(); it != environment_.layers.rend(); ++it) {
        layers.push_back(fmt::format("`{}`", (*it)->name.text()));
      }
      if (layers.size() > 8) layers.resize(8);
      d.note(fmt::format("it could be set in {}", fmt::join(layers, ", ")));
      if (!field->doc.empty()) d.note(fmt::format("`{}`: {}", name.text(), field->doc));
      value = poison();
    }
  }
  slot_ = saved;
  running_.pop_back();
  slot.value = value;
  slot.state = SlotState::done;
  return value;
}

void Evaluator::note_hidden_overrides(std::span<const Contribution> contributions, std::size_t start,
                                      const SlotContext& slot) {
  constexpr std::uint8_t kIndirect = kViaStar | kViaSpread | kViaGuard | kViaLoop;
  const auto sets = [&](const Contribution& c) {
    return c.entry != nullptr && c.op() == hir::EntryOp::set && c.from->layer > 0 &&
           c.from->epoch == contributions[start].from->epoch && !ranks_[c.from->layer]->from_command_line &&
           !c.entry->uses_super;
  };
  const auto direct = [](const Contribution& c) {
    return !c.star && c.entry->guard == nullptr && (c.from->via & kIndirect) == 0;
  };
  const Contribution& hider = contributions[start];
  if (!sets(hider)) return;
  const Contribution* lower = nullptr;
  for (const Contribution& c : contributions.first(start)) {
    if (!sets(c)) continue;
    if (lower != nullptr && direct(c) && above_[c.from->layer][lower->from->layer] &&
        above_[hider.from->layer][c.from->layer]) {
      hidden_overrides_.push_back({.layer = ranks_[c.from->layer],
                                   .span = c.entry->span,
                                   .hider = hider.entry->span,
                                   .path = path_of(*slot.owner, slot.key),
                                   .hidden_by = layer_phrase(hider.from->layer)});
    }
    lower = &c;
  }
}

Value Evaluator::fold(const SlotContext& outer, std::size_t count) {
  SlotContext slot = outer;
  // Right sides find the slot through `slot_`; whoever called gets his own back.
  struct Restore {
    SlotContext*& current;
    SlotContext* saved;
    ~Restore() { current = saved; }
  } restore{slot_, slot_};
  slot_ = &slot;
  std::span<const Contribution> cs = slot.contributions.first(count);
  constexpr std::size_t kNone = SIZE_MAX;

  // Where to start: the highest set or delete; a `default` counts when nothing of a layer stands below.
  std::size_t start = kNone;
  for (std::size_t i = count; i-- > 0 && start == kNone;) {
    switch (cs[i].op()) {
      case hir::EntryOp::set:
      case hir::EntryOp::spread:
      case hir::EntryOp::erase:
        start = i;
        break;
      case hir::EntryOp::default_: {
        bool below = false;
        for (std::size_t j = 0; j < i; ++j) below |= cs[j].from->layer > 0 && !cs[j].star;
        if (!below) start = i;
        break;
      }
      default:
        break;
    }
  }

  // `final`: whatever stands above a lock is an error.
  for (std::size_t i = 0; i < count; ++i) {
    if (cs[i].entry == nullptr) continue;
    for (std::size_t k = i + 1; k < count; ++k) {
      if (cs[k].from->layer == cs[i].from->layer && cs[k].from->epoch == cs[i].from->epoch) continue;
      const hir::Entry* locked = cs[i].entry->is_final ? cs[i].entry : nullptr;
      // A construction above would drop locks that stand deeper.
      if (locked == nullptr && (is_set(cs[k].op()) || cs[k].op() == hir::EntryOp::erase))
        locked = final_inside(cs[i]);
      if (locked == nullptr) continue;
      auto& d = diagnostics_.error(Code::final_touched, span_of(cs[k]),
                                   fmt::format("`{}` is final in {}", path_of(*slot.owner, slot.key),
                                               layer_phrase(cs[i].from->layer)));
      d.label(locked->span, "locked here");
      if (!locked->because.empty()) d.note(fmt::format("because {}", locked->because));
      return poison();
    }
  }

  // One layer, one strength, one value.
  if (start != kNone) {
    for (std::size_t j = start; j-- > 0;) {
      const Contribution& a = cs[j];
      const Contribution& b = cs[start];
      if (a.from->epoch != b.from->epoch || a.from->layer != b.from->layer || a.star != b.star ||
          a.strength != b.strength)
        break;
      if (!is_set(a.op()) && a.op() != hir::EntryOp::erase) continue;
      if (a.from->layer == 0 && a.from != b.from) continue;  // a subtype's default over its base's
      bool same_entry = a.entry == b.entry;
      auto& d = diagnostics_.error(
          same_entry ? Code::duplicate_key : Code::set_twice_value, span_of(b),
          same_entry ? fmt::format("`{}` is made twice by this `for`", path_of(*slot.owner, slot.key))
                     : fmt::format("`{}` is set twice in {}", path_of(*slot.owner, slot.key),
                                   layer_phrase(b.from->layer)));
      if (!same_entry) d.label(span_of(a), "first set here");
      if (b.strength == 2 && !same_entry) d.note("both conditions hold");
      return poison();
    }
  }

  // Siblings: layers neither of which is above the other must agree, unless something above both decides.
  if (start != kNone && count > 1) {
    for (std::size_t j = 0; j < count; ++j) {
      if (j == start || cs[j].from->epoch != cs[start].from->epoch || cs[j].star) continue;
      if (!unrelated(cs[j].from->layer, cs[start].from->layer)) continue;
      bool decided = false;
      for (std::size_t k = 0; k < count && !decided; ++k) {
        bool writes = is_set(cs[k].op()) || cs[k].op() == hir::EntryOp::erase;
        decided = writes && above_[cs[k].from->layer][cs[j].from->layer];
      }
      if (decided || cs[j].op() == hir::EntryOp::default_) continue;
      bool equal_writes = false;
      if (is_set(cs[j].op()) && is_set(cs[start].op())) {
        slot.at = start;
        Value a =
            coerce(cs[start].has_value ? cs[start].value : eval(*cs[start].entry->value, cs[start].frame),
                   slot.type, span_of(cs[start]), &slot);
        slot.at = j;
        Value b = coerce(cs[j].has_value ? cs[j].value : eval(*cs[j].entry->value, cs[j].frame), slot.type,
                         span_of(cs[j]), &slot);
        if (a.is_poison() || b.is_poison()) return poison();
        equal_writes = equal_values(a, b);
      } else {
        equal_writes = cs[j].op() == hir::EntryOp::erase && cs[start].op() == hir::EntryOp::erase;
      }
      if (equal_writes) continue;
      auto& d = diagnostics_.error(
          Code::sibling_conflict, span_of(cs[start]),
          fmt::format("{} and {} disagree about `{}`", layer_phrase(cs[j].from->layer),
                      layer_phrase(cs[start].from->layer), path_of(*slot.owner, slot.key)));
      d.label(span_of(cs[j]), "the other says so here");
      d.note("neither of the two extends the other");
      d.with_help("set it in a layer above both, or let one extend the other");
      return poison();
    }
  }

  if (start != kNone && count == outer.contributions.size()) note_hidden_overrides(cs, start, slot);

  // The start.
  const Type* wanted = strip(slot.type);
  Value value;
  const Origin* origin = nullptr;
  std::size_t lowest = 0;
  if (start == kNone) {
    // A star amends the entries that there are, and makes none; the fields inside of one it may begin.
    const bool is_entry = slot.owner->record() == nullptr;
    bool touched = std::ranges::any_of(
        cs, [&](const Contribution& c) { return c.op() != hir::EntryOp::default_ && !(c.star && is_entry); });
    if (!touched) return Value::absent();
    slot.at = 0;
    switch (wanted->kind) {
      case TypeKind::record:
        if (wanted->record->is_abstract) {
          diagnostics_
              .error(Code::cannot_amend, span_of(cs[0]),
                     fmt::format("`{}` is abstract and nothing constructs `{}`", print_type(wanted),
                                 path_of(*slot.owner, slot.key)))
              .with_help("construct one with `=` and the type's name");
          return poison();
        }
        [[fallthrough]];
      case TypeKind::map:
      case TypeKind::keyed_list:
      case TypeKind::any:
        value = Value::object(construct(wanted, nullptr, nullptr, span_of(cs[0])));
        break;
      case TypeKind::list:
      case TypeKind::set:
        value = Value::list(arena_.make<ListValue>());
        break;
      default:
        diagnostics_
            .error(Code::cannot_amend, span_of(cs[0]),
                   fmt::format("`{}` is a `{}`: there is nothing to amend", path_of(*slot.owner, slot.key),
                               print_type(slot.type)))
            .with_help("set it with `=`");
        return poison();
    }
  } else {
    const Contribution& c = cs[start];
    const Origin* below = nullptr;
    for (std::size_t j = 0; j < start; ++j) {
      if (cs[j].op() != hir::EntryOp::default_ || j == 0) below = origin_of(cs[j], below);
    }
    origin = origin_of(c, below);
    if (c.op() == hir::EntryOp::erase) {
      bool something = false;
      for (std::size_t j = 0; j < start; ++j) something |= !cs[j].star;
      if (!something) {
        diagnostics_.error(Code::nothing_to_delete, c.entry->span,
                           fmt::format("`{}` is not there to be deleted", path_of(*slot.owner, slot.key)));
        return poison();
      }
      value = Value::absent();
    } else {
      slot.at = start;
      if (!c.has_value) ++counters_.expressions;
      value = c.has_value ? c.value : eval(*c.entry->value, c.frame);
      SourceSpan at = c.entry != nullptr && c.entry->value != nullptr ? c.entry->value->span : span_of(c);
      if (value.is_absent() && slot.owner->record() != nullptr) {
        const Field* field = slot.owner->record()->find(slot.key);
        if (field != nullptr && !field->optional) {
          diagnostics_
              .error(Code::absent_value, at,
                     fmt::format("nothing sets the value that `{}` takes", path_of(*slot.owner, slot.key)))
              .label(field->span, "this field is not optional")
              .with_help("give a fallback with `??`");
          return poison();
        }
      }
      value = coerce(value, slot.type, at, &slot);
      if (value.is_poison()) return value;
      // W4001: an override that drops what lower layers wrote.
      if (c.from->layer > 0 && c.entry != nullptr && c.op() == hir::EntryOp::set && !c.entry->uses_super &&
          (value.is_object() || value.is(ValueKind::list))) {
        for (std::size_t j = start; j-- > 0;) {
          if (cs[j].op() == hir::EntryOp::erase) break;
          if (cs[j].from->layer == 0 || cs[j].star || cs[j].entry == nullptr ||
              cs[j].from->layer == c.from->layer)
            continue;
          if (cs[j].op() == hir::EntryOp::default_ || !writes_something(*cs[j].entry)) continue;
          auto& d = diagnostics_.warning(
              Code::hides_lower_entries, c.entry->head_span.valid() ? c.entry->head_span : c.entry->span,
              fmt::format("this `=` drops what {} put into `{}`", layer_phrase(cs[j].from->layer),
                          path_of(*slot.owner, slot.key)));
          d.label(cs[j].entry->span, "hidden from here on");
          d.with_help(value.is(ValueKind::list) || wanted->is(TypeKind::keyed_list)
                          ? "append with `+=` to keep them, or delete them first"
                          : "amend with braces, without `=`, to keep them");
          break;
        }
      }
    }
    lowest = start + 1;
  }
  if (value.is_poison()) return value;
  // What amending alone makes is as secret as what `=` sets.
  const Type* labelled = slot.type;
  while (labelled->is(TypeKind::nullable) || labelled->is(TypeKind::deferred)) labelled = labelled->element;
  const bool secret = labelled->is(TypeKind::secret);
  if (secret) value = value.with_labels(kSecret);

  // The list that appends and removes build; made into a value once.
  std::vector<Value> elements;
  bool as_list = value.is(ValueKind::list);
  bool changed = false;
  if (as_list) elements.assign(value.as_list().items.begin(), value.as_list().items.end());

  // Stars below the start go right above the type's defaults; the rest on top, in order.
  if (value.is_object() && value.as_object()->placed)
    value = Value::object(clone(*value.as_object(), value.as_object()->type)).with_labels(value.labels());
  std::uint16_t epoch = 0;
  if (value.is_object()) {
    EvalObject& object = *value.as_object();
    place(object, slot);
    for (const StackEntry& entry : object.stack) epoch = std::max(epoch, entry.epoch);
    if (start != kNone) {
      std::vector<StackEntry> stars;
      for (std::size_t j = 0; j < start; ++j) {
        if (!cs[j].star) continue;
        if (cs[j].entry->star_type != nullptr &&
            !(object.record() != nullptr && object.record()->derives_from(cs[j].entry->star_type)))
          continue;
        stars.push_back({.body = cs[j].entry->body,
                         .frame = body_frame(object, *cs[j].entry->body, cs[j].frame),
                         .layer = cs[j].from->layer,
                         .via = static_cast<std::uint8_t>(cs[j].from->via | kViaStar),
                         .star = true});
      }
      if (!stars.empty()) {
        std::vector<StackEntry> stack(object.stack.begin(), object.stack.end());
        auto at = std::ranges::find_if(stack, [](const StackEntry& e) { return e.layer != 0; });
        stack.insert(at, stars.begin(), stars.end());
        object.stack = arena_.copy(stack);
      }
    }
  }

  // A body that came with a later `with` of the owner stays above the earlier ones inside of this value, too.
  const int first_epoch = start != kNone ? cs[start].from->epoch : 0;
  auto epoch_of = [&](const Contribution& c) {
    return static_cast<std::uint16_t>(epoch + std::max(c.from->epoch - first_epoch, 0));
  };
  std::vector<StackEntry> pushed;
  for (std::size_t k = lowest; k < count; ++k) {
    const Contribution& c = cs[k];
    switch (c.op()) {
      case hir::EntryOp::default_:
        continue;
      case hir::EntryOp::amend:
      case hir::EntryOp::star: {
        if (value.is_object()) {
          EvalObject& object = *value.as_object();
          if (c.star && c.entry->star_type != nullptr &&
              !(object.record() != nullptr && object.record()->derives_from(c.entry->star_type)))
            continue;
          pushed.push_back(
              {.body = c.entry->body,
               .frame = body_frame(object, *c.entry->body, c.frame),
               .layer = c.from->layer,
               .epoch = epoch_of(c),
               .via = static_cast<std::uint8_t>(c.from->via | (c.entry->guard != nullptr ? kViaGuard : 0) |
                                                (c.star ? kViaStar : 0)),
               .star = c.star});
          break;
        }
        if (c.star) continue;
        auto& d = diagnostics_.error(
            Code::cannot_amend, c.entry->head_span.valid() ? c.entry->head_span : c.entry->span,
            value.is(ValueKind::reference)
                ? fmt::format("`{}` is a reference: what it points at is amended at its own place",
                              path_of(*slot.owner, slot.key))
            : value.is_absent()
                ? fmt::format("`{}` was deleted by a layer below", path_of(*slot.owner, slot.key))
                : fmt::format("`{}` is {} here, and has nothing to amend", path_of(*slot.owner, slot.key),
                              kind_phrase(value)));
        if (value.is(ValueKind::reference)) {
          d.with_help(fmt::format("amend `{}`", path_of(*value.as_object())));
        } else if (start != kNone) {
          d.label(span_of(cs[start]), value.is_absent() ? "deleted here" : "set here");
        }
        return poison();
      }
      case hir::EntryOp::append:
      case hir::EntryOp::remove: {
        if (value.is_absent() &&
            (wanted->is(TypeKind::list) || wanted->is(TypeKind::set) || wanted->is(TypeKind::any))) {
          value = Value::list(arena_.make<ListValue>());
          as_list = true;
        }
        slot.at = k;
        ++counters_.expressions;
        Value part = eval(*c.entry->value, c.frame);
        if (part.is_poison()) return part;
        std::vector<std::pair<Value, Value>> items;
        if (!iterate(part, c.entry->value->span, items)) return poison();
        if (as_list) {
          changed = true;
          const bool appends = c.op() == hir::EntryOp::append;
          ValueSet there;
          if (!appends || wanted->is(TypeKind::set)) {
            for (const Value& element : elements) there.insert(comparable(element));
          }
          ValueSet removed;
          for (auto& [key, item] : items) {
            const Type* element =
                wanted->element != nullptr && !wanted->is(TypeKind::map) ? wanted->element : types_.any();
            Value typed =
                coerce(secret ? item.with_labels(kSecret) : item, element, c.entry->value->span, &slot);
            if (typed.is_poison()) return typed;
            if (!typed.origin()) typed = typed.with_origin(origin_of(c, nullptr));
            if (appends) {
              if (!wanted->is(TypeKind::set) || there.insert(comparable(typed))) elements.push_back(typed);
            } else if (!there.contains(comparable(typed)) || !removed.insert(comparable(typed))) {
              diagnostics_.error(Code::nothing_to_delete, c.entry->span,
                                 fmt::format("`{}` does not have {} to be removed",
                                             path_of(*slot.owner, slot.key), describe(typed)));
              return poison();
            }
          }
          if (!appends)
            std::erase_if(elements,
                          [&](const Value& element) { return removed.contains(comparable(element)); });
        } else if (value.is_object() && wanted->is(TypeKind::keyed_list) && c.op() == hir::EntryOp::append) {
          std::vector<Value> added;
          for (auto& [key, item] : items) added.push_back(item);
          Value more = make_keyed_list(wanted, added, c.entry->value->span, slot, c.from);
          if (more.is_poison()) return more;
          StackEntry data = more.as_object()->stack.back();
          data.layer = c.from->layer;
          data.epoch = epoch_of(c);
          pushed.push_back(data);
        } else {
          diagnostics_.error(
              Code::cannot_amend, c.entry->span,
              fmt::format("`{}` is {}: there is nothing to {}", path_of(*slot.owner, slot.key),
                          kind_phrase(value), c.op() == hir::EntryOp::append ? "append to" : "remove from"));
          return poison();
        }
        break;
      }
      default:
        break;
    }
    origin = origin_of(c, origin);
  }
  if (!pushed.empty()) {
    EvalObject& object = *value.as_object();
    std::vector<StackEntry> stack(object.stack.begin(), object.stack.end());
    stack.insert(stack.end(), pushed.begin(), pushed.end());
    object.stack = arena_.copy(stack);
  }
  // An entry of a keyed list carries its key, whether it was written as a list element or under its name.
  if (value.is_object() && slot.owner->type->is(TypeKind::keyed_list) && start != kNone &&
      cs[start].entry != nullptr) {
    EvalObject& object = *value.as_object();
    MapEntry key{slot.owner->type->by, Value::string(slot.key), {}};
    std::vector<StackEntry> stack(object.stack.begin(), object.stack.end());
    auto at = std::ranges::find_if(stack, [](const StackEntry& e) { return e.layer != 0; });
    stack.insert(at, {.data = arena_.make<MapValue>(arena_.copy(std::span<const MapEntry>{&key, 1}))});
    object.stack = arena_.copy(stack);
  }
  if (as_list) {
    std::int32_t index = 0;
    for (Value& element : elements) {
      if (element.is_object()) {
        slot.list_index = index;
        if (element.as_object()->placed)
          element = Value::object(clone(*element.as_object(), element.as_object()->type))
                        .with_labels(element.labels())
                        .with_origin(element.origin());
        place(*element.as_object(), slot);
      }
      ++index;
    }
    std::uint8_t labels = value.labels();
    value = bounded(Value::list(arena_.make<ListValue>(arena_.copy(elements))), span_of(cs[count - 1]))
                .with_labels(labels);
    if (value.is_poison()) return value;
    if (changed && !check_refinement(value, wanted, span_of(cs[count - 1]), &slot)) return poison();
  }
  // A value that a path or an operator passed through remembers where it had come from.
  if (value.origin() != nullptr && origin != nullptr && value.origin() != origin && start != kNone &&
      origin->copied_from == nullptr) {
    Origin made = *origin;
    made.copied_from = value.origin();
    origin = make_origin(made);
  }
  return value.with_origin(origin);
}

}  // namespace flux
