// Completion: everything reachable by containment is resolved, what is required must be there, checks must
// hold.
#include <fmt/format.h>

#include <algorithm>

#include "eval/evaluator.h"
#include "source/library_path.h"

namespace flux {

namespace {

/// What an expression is computed of, as far as all of it was evaluated: to look at it again is no mistake.
std::vector<const hir::Expr*> operands_of(const hir::Expr& expr) {
  switch (expr.kind) {
    case hir::ExprKind::unary:
    case hir::ExprKind::in_unit:
    case hir::ExprKind::is_type:
      return {expr.a};
    case hir::ExprKind::binary:
      return {expr.a, expr.b};
    case hir::ExprKind::call:
    case hir::ExprKind::call_user:
    case hir::ExprKind::template_:
      return {expr.items.begin(), expr.items.end()};
    case hir::ExprKind::special_call:
      if (expr.special == hir::Special::can || expr.special == hir::Special::try_) return {};
      return {expr.items[0]};
    default:
      return {};
  }
}

}  // namespace

SourceSpan Evaluator::written_at(const Origin* origin) {
  while (origin != nullptr && origin->op == OriginOp::type_default) origin = origin->copied_from;
  return origin != nullptr ? origin->member : SourceSpan{};
}

bool Evaluator::is_off(EvalObject& object) {
  if (object.record() == nullptr) return false;
  const std::uint32_t enabled = object.record()->index.find(enabled_);
  if (enabled == NameIndex::kNone || !strip(object.record()->fields[enabled].type)->is(TypeKind::boolean))
    return false;
  const Value on = read_slot(object, enabled, object.span);
  return on.is(ValueKind::boolean) && !on.as_bool();
}

bool Evaluator::is_disabled(EvalObject& object) {
  for (EvalObject* o = &object; o != nullptr; o = o->parent) {
    if (is_off(*o)) return true;
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
    if (is_off(object)) {
      object.disabled = true;
      object.forced = SlotState::done;
      return;
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

std::vector<Frame*> Evaluator::frames_of(StackEntry& from, const hir::Check& check) {
  if (check.guard == nullptr) return {from.frame};
  const std::span<Frame* const> frames = expand(from, check.guard).frames;
  return {frames.begin(), frames.end()};
}

void Evaluator::run_checks(EvalObject& object) {
  for (StackEntry& from : object.stack) {
    if (from.body == nullptr) continue;
    for (const hir::Check& check : from.body->checks) {
      for (Frame* frame : frames_of(from, check)) {
        if (check.across_environments) {
          note_compared(object, check, frame);
          continue;
        }
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
        Comparison comparison;
        explain_condition(*check.condition, frame, comparison);
        // The place to look at is where a name was asked for that is not there, or who changed the object
        // last, or where it was made, unless the check was written for this very object.
        const bool by_type = from.layer == 0 && object.span.valid();
        SourceSpan at = by_type ? comparison.asked : check.condition->span;
        const Origin* latest = by_type && !at.valid() ? latest_outside(object, comparison) : nullptr;
        if (!at.valid()) at = latest != nullptr ? latest->member : made_at(object);
        std::string path = path_of(object);
        auto& d = diagnostics_.error(Code::check_failed, at,
                                     path.empty() ? said : fmt::format("`{}`: {}", path, said));
        if (by_type) d.label(check.condition->span, "this does not hold");
        for (std::string& note : comparison.notes) d.note(std::move(note));
        for (const Origin* origin : comparison.origins) {
          if (origin == latest) {
            d.at("set here");
          } else {
            d.label(origin->member, "set here");
          }
        }
      }
    }
  }
}

SourceSpan Evaluator::made_at(const EvalObject& object) const {
  for (const EvalObject* around = &object; around != nullptr; around = around->parent) {
    if (around->span.valid() && !is_library_path(sources_.path(around->span.file))) return around->span;
  }
  return object.span.valid() ? object.span : root_->span;
}

const Origin* Evaluator::latest_outside(const EvalObject& object, const Comparison& comparison) const {
  const Origin* latest = nullptr;
  std::ptrdiff_t highest = 0;
  for (const Origin* origin : comparison.origins) {
    const SourceSpan at = origin->member;
    if (at.file == object.span.file && at.begin >= object.span.begin && at.end <= object.span.end) continue;
    const auto layer = std::ranges::find_if(
        ranks_, [&](const hir::Layer* l) { return l != nullptr && l->name == origin->layer; });
    const std::ptrdiff_t rank = layer == ranks_.end() ? 0 : layer - ranks_.begin();
    if (rank <= highest) continue;
    highest = rank;
    latest = origin;
  }
  return latest;
}

void Evaluator::explain_condition(const hir::Expr& condition, Frame* frame, Comparison& into) {
  switch (condition.kind) {
    case hir::ExprKind::logical_and:
    case hir::ExprKind::logical_or: {
      // The right side makes sense only where it was looked at.
      const bool is_and = condition.kind == hir::ExprKind::logical_and;
      const Value left = eval(*condition.a, frame);
      const bool went_on = left.is(ValueKind::boolean) && left.as_bool() == is_and;
      if (!is_and || !went_on) explain_condition(*condition.a, frame, into);
      if (went_on) explain_condition(*condition.b, frame, into);
      return;
    }
    case hir::ExprKind::unary: {
      // A name that must not be there was not asked for.
      const SourceSpan asked = into.asked;
      explain_condition(*condition.a, frame, into);
      into.asked = asked;
      return;
    }
    default:
      break;
  }
  if (condition.special == hir::Special::contains_key && !into.asked.valid()) {
    into.asked = written_at(eval(*condition.items.back(), frame).origin());
  }
  const std::vector<const hir::Expr*> operands = operands_of(condition);
  if (operands.empty()) return find_origins(eval(condition, frame), condition, frame, into);
  for (const hir::Expr* operand : operands) {
    if (operand->kind == hir::ExprKind::constant) continue;
    Value value = eval(*operand, frame);
    if (value.is_poison() || value.is_absent()) continue;
    if (!value.is_object()) {
      into.notes.push_back(fmt::format("`{}` is {}", sources_.shown_text(operand->span).text,
                                       value.is_secret() ? "(secret)" : describe(value)));
    }
    find_origins(value, *operand, frame, into);
  }
}

void Evaluator::find_origins(const Value& value, const hir::Expr& expr, Frame* frame, Comparison& into) {
  const Origin* origin = value.origin();
  if (origin == nullptr) {
    // What was computed has no writer; what it was computed of has.
    for (const hir::Expr* operand : operands_of(expr))
      find_origins(eval(*operand, frame), *operand, frame, into);
    return;
  }
  const bool known =
      std::ranges::any_of(into.origins, [&](const Origin* o) { return o->member == origin->member; });
  if (!known && origin->member.valid()) into.origins.push_back(origin);
}

}  // namespace flux
