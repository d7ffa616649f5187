// Completion: everything reachable by containment is resolved, what is required must be there, checks must
// hold.
#include <fmt/format.h>

#include <algorithm>

#include "eval/evaluator.h"

namespace flux {

bool Evaluator::is_disabled(EvalObject& object) {
  for (EvalObject* o = &object; o != nullptr; o = o->parent) {
    if (o->record() == nullptr) continue;
    const Field* enabled = o->record()->find(enabled_);
    if (enabled == nullptr || !strip(enabled->type)->is(TypeKind::boolean)) continue;
    Value value = read(*o, enabled_, o->span);
    if (value.is(ValueKind::boolean) && !value.as_bool()) return true;
  }
  return false;
}

void Evaluator::complete_value(const Value& value, SourceSpan span) {
  switch (value.kind()) {
    case ValueKind::object:
      complete(*value.as_object());
      break;
    case ValueKind::list:
      for (const Value& item : value.as_list().items) complete_value(item, span);
      break;
    case ValueKind::map:
      for (const MapEntry& entry : value.as_map().entries) complete_value(entry.value, span);
      break;
    case ValueKind::reference: {
      EvalObject& target = *value.as_object();
      if (&target == root_ || !is_disabled(target)) break;
      SourceSpan at =
          value.origin() != nullptr && value.origin()->expression.valid() ? value.origin()->expression : span;
      auto& d =
          diagnostics_.error(Code::disabled_object, at,
                             fmt::format("`{}` is switched off, and this refers to it", path_of(target)));
      std::uint32_t index =
          target.record() != nullptr ? target.record()->index.find(enabled_) : NameIndex::kNone;
      if (index != NameIndex::kNone && target.slots[index].value.origin() != nullptr)
        d.label(target.slots[index].value.origin()->member, "switched off here");
      break;
    }
    default:
      break;
  }
}

void Evaluator::complete(EvalObject& object) {
  if (object.forced != SlotState::untouched) return;
  object.forced = SlotState::running;
  if (budget_reported_) return;
  // A type whose defaults contain the type again has no end; what people write nests a dozen levels.
  constexpr std::size_t kMaxNesting = 500;
  if (nesting_ >= kMaxNesting) {
    diagnostics_
        .error(Code::evaluation_too_deep, object.span,
               fmt::format("objects are nested more than {} deep", kMaxNesting))
        .with_help("a default that constructs its own type never ends; make the field optional");
    budget_reported_ = true;
    return;
  }
  struct Level {
    std::size_t& depth;
    explicit Level(std::size_t& d) : depth(d) { ++depth; }
    ~Level() { --depth; }
  } level(nesting_);
  if (object.record() != nullptr) {
    // What is off is neither complete nor emitted; only its own switch is looked at.
    std::uint32_t enabled = object.record()->index.find(enabled_);
    if (enabled != NameIndex::kNone && strip(object.record()->fields[enabled].type)->is(TypeKind::boolean)) {
      Value on = read_slot(object, enabled, object.span);
      if (on.is(ValueKind::boolean) && !on.as_bool()) {
        object.disabled = true;
        object.forced = SlotState::done;
        return;
      }
    }
    bool emits = std::ranges::any_of(
        object.stack, [](const StackEntry& e) { return e.body != nullptr && !e.body->emits.empty(); });
    if (emits) emitting_.push_back(&object);
    for (std::uint32_t i = 0; i < object.slots.size(); ++i) {
      complete_value(read_slot(object, i, object.record()->fields[i].span), object.span);
    }
  } else if (ensure_table(object, object.span)) {
    std::vector<std::uint32_t> order(object.slots.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    if (!object.type->is(TypeKind::keyed_list)) {
      std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return slot_name(object, a) < slot_name(object, b);
      });
    }
    for (std::uint32_t i : order) complete_value(read_slot(object, i, object.span), object.span);
  }
  run_checks(object);
  object.forced = SlotState::done;
}

void Evaluator::run_checks(EvalObject& object) {
  for (StackEntry& from : object.stack) {
    if (from.body == nullptr) continue;
    for (const hir::Check& check : from.body->checks) {
      Frame* single[] = {from.frame};
      std::span<Frame* const> frames = single;
      if (check.guard != nullptr) frames = expand(from, check.guard).frames;
      for (Frame* frame : frames) {
        Value holds = eval(*check.condition, frame);
        if (holds.is_poison()) continue;
        if (holds.is_deferred()) {
          Value message = freeze(eval(*check.message, frame), check.message->span);
          preconditions_[&object].emplace_back(holds, message, check.span);
          continue;
        }
        if (holds.is(ValueKind::boolean) && holds.as_bool()) continue;
        if (!holds.is(ValueKind::boolean)) {
          diagnostics_.error(Code::value_does_not_fit, check.condition->span,
                             fmt::format("a check must be a bool, found {}", kind_phrase(holds)));
          continue;
        }
        std::string said;
        Value message = eval(*check.message, frame);
        if (message.is_poison()) continue;
        if (message.is_secret()) {
          said = "(secret)";
        } else if (!append_text(message, check.message->span, said)) {
          continue;
        }
        // The place to look at is where the object was made, unless the check was written for this very
        // object.
        bool by_type = from.layer == 0 && object.span.valid();
        std::string path = path_of(object);
        auto& d = diagnostics_.error(Code::check_failed, by_type ? object.span : check.condition->span,
                                     path.empty() ? said : fmt::format("`{}`: {}", path, said));
        if (by_type) d.label(check.condition->span, "this does not hold");
        explain_condition(*check.condition, frame, d);
      }
    }
  }
}

void Evaluator::explain_condition(const hir::Expr& condition, Frame* frame, Diagnostic& diagnostic) {
  // What the compared sides were, and where they were set: usually all that one needs to know.
  if (condition.kind == hir::ExprKind::logical_and || condition.kind == hir::ExprKind::logical_or) {
    explain_condition(*condition.a, frame, diagnostic);
    explain_condition(*condition.b, frame, diagnostic);
    return;
  }
  if (condition.kind != hir::ExprKind::binary) return;
  for (const hir::Expr* side : {condition.a, condition.b}) {
    if (side->kind == hir::ExprKind::constant) continue;
    Value value = eval(*side, frame);
    if (value.is_poison() || value.is_object() || value.is_absent()) continue;
    std::string shown = value.is_secret() ? "(secret)" : describe(value);
    diagnostic.note(fmt::format("`{}` is {}", sources_.text(side->span), shown));
    if (value.origin() != nullptr) diagnostic.label(value.origin()->member, "set here");
  }
}

}  // namespace flux
