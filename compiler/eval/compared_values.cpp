// Gathering what `check across environments` compares.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "eval/evaluator.h"

namespace flux {
namespace {

/// The scalars in a frozen value; null and absent take no part.
void collect_scalars(const Value& value, std::vector<Value>& into) {
  switch (value.kind()) {
    case ValueKind::absent:
    case ValueKind::poison:
    case ValueKind::null:
      return;
    case ValueKind::list:
      for (const Value& item : value.as_list().items) collect_scalars(item, into);
      return;
    case ValueKind::map:
      for (const MapEntry& entry : value.as_map().entries) collect_scalars(entry.value, into);
      return;
    default:
      into.push_back(value);
  }
}

/// The same text for what is equal (ir/value.h), and for nothing else.
std::string identity_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::boolean:
      return value.as_bool() ? "bool true" : "bool false";
    case ValueKind::integer:
      return fmt::format("number {}", value.as_int());
    case ValueKind::floating: {
      const double number = value.as_float();
      const bool whole = std::trunc(number) == number && std::abs(number) < 9e18;
      return whole ? fmt::format("number {}", static_cast<std::int64_t>(number))
                   : fmt::format("number {}", number);
    }
    case ValueKind::quantity:
      return fmt::format("quantity {} {}", static_cast<int>(value.as_quantity().dimension),
                         value.as_quantity().amount);
    default:
      return fmt::format("string {}", value.as_string());
  }
}

/// Whether objects may stand in a slot of this type, contained and not merely referred to.
bool may_contain_objects(const Type* type) {
  switch (type->kind) {
    case TypeKind::any:
    case TypeKind::record:
    case TypeKind::map:
    case TypeKind::keyed_list:
      return true;
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::nullable:
    case TypeKind::deferred:
    case TypeKind::secret:
      return type->element == nullptr || may_contain_objects(type->element);
    case TypeKind::alternatives:
      return std::ranges::any_of(type->alternatives, may_contain_objects);
    default:
      return false;
  }
}

}  // namespace

void Evaluator::note_compared(const EvalObject& object, const hir::Check& check, Frame* frame) {
  const Value value = freeze(eval(*check.condition, frame), check.condition->span);
  std::vector<Value> scalars;
  collect_scalars(value, scalars);
  if (scalars.empty()) return;
  if (std::ranges::any_of(scalars, &Value::is_deferred)) {
    diagnostics_
        .error(Code::deferred_not_admitted, check.condition->span,
               "what environments are compared by must be known now, and this is known only during apply")
        .label(made_at(object), "for this object");
    return;
  }
  const Value message = eval(*check.message, frame);
  std::string said;
  if (message.is_secret()) {
    said = "(secret)";
  } else if (message.is_poison() || !append_text(message, check.message->span, said)) {
    return;
  }
  const std::string path = path_of(object);
  for (const Value& scalar : scalars) {
    const SourceSpan written = written_at(scalar.origin() != nullptr ? scalar.origin() : value.origin());
    compared_.push_back({.check = check.span,
                         .value = identity_of(scalar),
                         .shown = describe(scalar),
                         .path = path,
                         .message = said,
                         .expression = check.condition->span,
                         .set_at = written.valid() ? written : written_outside(object, check, frame)});
  }
}

SourceSpan Evaluator::written_outside(const EvalObject& object, const hir::Check& check, Frame* frame) {
  Comparison comparison;
  find_origins(eval(*check.condition, frame), *check.condition, frame, comparison);
  const Origin* latest = latest_outside(object, comparison);
  return latest != nullptr ? latest->member : made_at(object);
}

void Evaluator::gather_compared(EvalObject& object) {
  if (object.forced != SlotState::untouched || budget_reported_ || nesting_ >= kMaxNesting) return;
  object.forced = SlotState::running;
  if (object.record() == nullptr) {
    if (!ensure_table(object, object.span)) return;
  } else if (is_off(object)) {
    return;
  }
  ++nesting_;
  for (std::uint32_t i = 0; i < object.slots.size(); ++i) {
    if (may_contain_objects(declared_type(object, i))) {
      gather_compared(read_slot(object, i, object.span));
    }
  }
  --nesting_;
  for (StackEntry& from : object.stack) {
    if (from.body == nullptr) continue;
    for (const hir::Check& check : from.body->checks) {
      if (!check.across_environments) continue;
      for (Frame* frame : frames_of(from, check)) note_compared(object, check, frame);
    }
  }
}

void Evaluator::gather_compared(const Value& value) {
  if (value.is_object()) {
    gather_compared(*value.as_object());
  } else if (value.is(ValueKind::list)) {
    for (const Value& item : value.as_list().items) gather_compared(item);
  } else if (value.is(ValueKind::map)) {
    for (const MapEntry& entry : value.as_map().entries) gather_compared(entry.value);
  }
}

}  // namespace flux
