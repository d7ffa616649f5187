// Expressions. A result carries the labels of its operands and of the conditions that selected it; a deferred
// operand turns the operation into HCL (deferred.cpp). Absent and poisoned values are passed on; who needs a
// value asks `present`.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnostics/suggest.h"
#include "eval/evaluator.h"
#include "eval/labels.h"
#include "eval/schema_checks.h"
#include "ir/literal.h"

namespace flux {

using hir::ExprKind;
using hir::Op;

namespace {

/// Whether a value of `type` is secret by what the type says.
bool has_secret(const Type* type) {
  while (type->is(TypeKind::nullable) || type->is(TypeKind::deferred)) type = type->element;
  return type->is(TypeKind::secret);
}

Frame* frame_at(Frame* frame, std::uint16_t up) {
  for (; up > 0; --up) frame = frame->parent;
  return frame;
}

std::string_view op_text(Op op) {
  switch (op) {
    case Op::logical_not:
      return "!";
    case Op::negate:
    case Op::subtract:
      return "-";
    case Op::add:
      return "+";
    case Op::multiply:
      return "*";
    case Op::divide:
      return "/";
    case Op::remainder:
      return "%";
    case Op::equal:
      return "==";
    case Op::not_equal:
      return "!=";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_equal:
      return ">=";
    default:
      return "?";
  }
}

bool is_number(const Value& v) {
  return v.is(ValueKind::integer) || v.is(ValueKind::floating);
}

bool contains_deferred(const Value& value) {
  if (value.is_deferred()) return true;
  if (value.is(ValueKind::list)) return std::ranges::any_of(value.as_list().items, contains_deferred);
  if (value.is(ValueKind::map)) {
    return std::ranges::any_of(value.as_map().entries,
                               [](const MapEntry& e) { return contains_deferred(e.value); });
  }
  return false;
}

}  // namespace

bool Evaluator::spend(std::size_t amount, SourceSpan span) {
  spent_ += amount;
  if (spent_ <= options_.budget) return true;
  if (!budget_reported_) {
    budget_reported_ = true;
    diagnostics_
        .error(Code::budget_exhausted, span,
               fmt::format("the program makes more than {} values", options_.budget))
        .with_help("narrow the loops; a build keeps every value that it makes");
  }
  return false;
}

Value Evaluator::bounded(const Value& value, SourceSpan span) {
  // Each value is walked a few times, so it may be no more than a part of what the program may make.
  const std::size_t limit = options_.budget / 20;
  if (weight(value) <= limit || value.is_poison()) return value;
  if (!budget_reported_) {
    budget_reported_ = true;
    diagnostics_
        .error(Code::budget_exhausted, span, fmt::format("this holds more than {} other values", limit))
        .with_help("a list or map that stands in several places counts in each: it would be written so");
  }
  return poison();
}

bool Evaluator::append_text(const Value& value, SourceSpan span, std::string& text) {
  switch (value.kind()) {
    case ValueKind::string:
      text += value.as_string();
      return true;
    case ValueKind::integer:
      text += fmt::format("{}", value.as_int());
      return true;
    case ValueKind::floating:
      text += format_float(value.as_float());
      return true;
    case ValueKind::boolean:
      text += value.as_bool() ? "true" : "false";
      return true;
    case ValueKind::quantity:
      text += quantity_text(value.as_quantity());
      return true;
    case ValueKind::reference:
    case ValueKind::poison:
      return false;
    default:
      diagnostics_
          .error(value.is_absent() ? Code::absent_value : Code::value_does_not_fit, span,
                 value.is_absent() ? std::string{"nothing sets this value"}
                                   : fmt::format("{} cannot be part of a string", kind_phrase(value)))
          .with_help(value.is_absent() || value.is_null()
                         ? "give a fallback with `??`"
                         : "choose how to write it: `join(\", \", …)`, `jsonencode(…)`");
      return false;
  }
}

bool Evaluator::iterate(const Value& source, SourceSpan span, std::vector<std::pair<Value, Value>>& into) {
  if (source.is_poison()) return false;
  if (source.is_secret()) {
    diagnostics_.error(Code::secret_not_admitted, span,
                       "a secret cannot be looped over: how often would show in the output");
    return false;
  }
  if (source.is_deferred()) {
    diagnostics_.error(Code::deferred_not_admitted, span,
                       "what a loop goes through must be known, and this is known only during apply");
    return false;
  }
  switch (source.kind()) {
    case ValueKind::list: {
      std::int64_t i = 0;
      for (const Value& item : source.as_list().items) into.emplace_back(Value::integer(i++), item);
      return true;
    }
    case ValueKind::map:
      for (const MapEntry& entry : source.as_map().entries)
        into.emplace_back(Value::string(entry.key), entry.value);
      break;
    case ValueKind::object:
    case ValueKind::reference: {
      EvalObject& object = *source.as_object();
      if (object.record() == nullptr && !ensure_table(object, span)) return false;
      bool fine = true;
      for (std::uint32_t i = 0; i < object.slots.size(); ++i) {
        Value value = read_slot(object, i, span);
        if (value.is_absent()) continue;
        fine &= !value.is_poison();
        into.emplace_back(Value::string(slot_name(object, i)), value);
      }
      if (!fine) return false;
      if (object.type->is(TypeKind::keyed_list)) return true;
      break;
    }
    default:
      diagnostics_.error(source.is_absent() ? Code::absent_value
                         : source.is_null() ? Code::null_value
                                            : Code::value_does_not_fit,
                         span,
                         source.is_absent() ? std::string{"nothing sets what is looped over"}
                                            : fmt::format("{} cannot be looped over", kind_phrase(source)));
      return false;
  }
  std::ranges::stable_sort(
      into, [](const auto& a, const auto& b) { return a.first.as_string() < b.first.as_string(); });
  return true;
}

int Evaluator::eval_condition(const hir::Expr& expr, Frame* frame, std::string_view what) {
  SlotContext* saved = std::exchange(slot_, nullptr);
  Value value = eval(expr, frame);
  slot_ = saved;
  if (value.is_poison()) return 2;
  if (value.is_deferred()) {
    diagnostics_.error(Code::deferred_not_admitted, expr.span,
                       fmt::format("{} must be known, and this is known only during apply", what));
    return 2;
  }
  if (value.is_secret()) {
    diagnostics_.error(Code::secret_not_admitted, expr.span,
                       fmt::format("{} decides what is public, and this is a secret", what));
    return 2;
  }
  if (!value.is(ValueKind::boolean)) {
    diagnostics_.error(value.is_absent() ? Code::absent_value : Code::value_does_not_fit, expr.span,
                       value.is_absent()
                           ? fmt::format("nothing sets {}", what)
                           : fmt::format("{} must be a bool, found {}", what, kind_phrase(value)));
    return 2;
  }
  return value.as_bool() ? 1 : 0;
}

Value Evaluator::read_let(Frame& frame, std::uint32_t index, SourceSpan reader) {
  if (frame.let_cells == nullptr) frame.let_cells = arena_.make_array<LetCell>(frame.lets.size()).data();
  LetCell& cell = frame.let_cells[index];
  if (cell.state == SlotState::done) return cell.value;
  const hir::Let& let = frame.lets[index];
  if (cell.state == SlotState::running) {
    report_cycle(frame.self, let.name, reader);
    return poison();
  }
  cell.state = SlotState::running;
  running_.push_back({frame.self != nullptr ? frame.self : root_, let.name, reader});
  SlotContext* saved = std::exchange(slot_, nullptr);
  Value value = eval(*let.value, &frame);
  if (let.type != nullptr) value = coerce(value, let.type, let.value->span, nullptr);
  slot_ = saved;
  running_.pop_back();
  cell.value = value;
  cell.state = SlotState::done;
  return value;
}

Value Evaluator::read_global(const hir::GlobalLet& let, SourceSpan reader) {
  if (globals_.size() <= let.index) globals_.resize(let.index + 1);
  if (globals_[let.index].state == SlotState::done) return globals_[let.index].value;
  if (globals_[let.index].state == SlotState::running) {
    report_cycle(root_, let.name, reader);
    return poison();
  }
  globals_[let.index].state = SlotState::running;
  running_.push_back({root_, let.name, reader});
  SlotContext* saved = std::exchange(slot_, nullptr);
  Value value = let.value != nullptr ? eval(*let.value, nullptr) : poison();
  if (let.type != nullptr) value = coerce(value, let.type, let.span, nullptr);
  slot_ = saved;
  running_.pop_back();
  globals_[let.index] = {value, SlotState::done};
  return value;
}

Value Evaluator::get_field(const Value& base, Name name, SourceSpan span, bool optional) {
  switch (base.kind()) {
    case ValueKind::poison:
      return base;
    case ValueKind::absent:
    case ValueKind::null:
      if (optional) return base;
      diagnostics_
          .error(base.is_null() ? Code::null_value : Code::absent_value, span,
                 fmt::format("`.{}` is read of a value that {}", name.text(),
                             base.is_null() ? "is null" : "nothing sets"))
          .with_help(fmt::format("`?.{}` passes it on", name.text()));
      return poison();
    case ValueKind::object:
    case ValueKind::reference: {
      EvalObject& object = *base.as_object();
      if (optional && find_entry(object, name, span) == NameIndex::kNone) return Value::absent();
      return read(object, name, span).with_labels(base.labels());
    }
    case ValueKind::map:
      if (const Value* found = base.as_map().find(name)) return found->with_labels(base.labels());
      if (optional) return Value::absent();
      diagnostics_.error(Code::unknown_entry_value, span, fmt::format("the map has no `{}`", name.text()));
      return poison();
    case ValueKind::deferred:
      return deferred_attribute(base, name, span);
    default:
      diagnostics_.error(Code::no_such_field_value, span,
                         fmt::format("{} has no field `{}`", kind_phrase(base), name.text()));
      return poison();
  }
}

Value Evaluator::get_index(const Value& base, const Value& index, SourceSpan span) {
  if (base.is_poison() || index.is_poison()) return poison();
  if (base.is_deferred() || index.is_deferred()) return deferred_index(base, index, span);
  std::uint8_t labels = base.labels() | index.labels();
  if (base.is(ValueKind::list)) {
    if (!index.is(ValueKind::integer)) {
      diagnostics_.error(Code::value_does_not_fit, span,
                         fmt::format("a list is indexed by an int, found {}", kind_phrase(index)));
      return poison();
    }
    auto items = base.as_list().items;
    if (index.as_int() < 0 || static_cast<std::size_t>(index.as_int()) >= items.size()) {
      diagnostics_.error(Code::index_out_of_range, span,
                         fmt::format("the index {} is outside a list of {} {}", index.as_int(), items.size(),
                                     items.size() == 1 ? "element" : "elements"));
      return poison();
    }
    return items[static_cast<std::size_t>(index.as_int())].with_labels(labels);
  }
  if (base.is_object() && base.as_object()->type->is(TypeKind::keyed_list) && index.is(ValueKind::integer)) {
    EvalObject& object = *base.as_object();
    if (!ensure_table(object, span)) return poison();
    if (index.as_int() < 0 || static_cast<std::size_t>(index.as_int()) >= object.slots.size()) {
      diagnostics_.error(
          Code::index_out_of_range, span,
          fmt::format("the index {} is outside a list of {}", index.as_int(), object.slots.size()));
      return poison();
    }
    return read_slot(object, static_cast<std::uint32_t>(index.as_int()), span);
  }
  std::string key;
  if (!append_text(index, span, key)) return poison();
  return get_field(base, intern(key), span, false).with_labels(labels);
}

Value Evaluator::comparable(const Value& value) {
  // References are compared by what they point at, not by its key.
  return value.kind() < ValueKind::list || value.is(ValueKind::reference) ? value : freeze(value, {});
}

bool Evaluator::equal_values(const Value& a, const Value& b) {
  auto is_ref = [](const Value& v) { return v.is(ValueKind::reference); };
  if (is_ref(a) || is_ref(b)) {
    bool both = (a.is_object() || is_ref(a)) && (b.is_object() || is_ref(b));
    return both && a.as_object() == b.as_object();
  }
  Value left = comparable(a);
  Value right = comparable(b);
  return !left.is_poison() && !right.is_poison() && equal(left, right);
}

Value Evaluator::arithmetic(const hir::Expr& expr, const Value& a, const Value& b) {
  auto fail = [&](Code code, std::string message, std::string help = {}) {
    auto& d = diagnostics_.error(code, expr.span, std::move(message));
    if (!help.empty()) d.with_help(std::move(help));
    return poison();
  };
  const Op op = expr.op;
  if (op == Op::equal) return Value::boolean(equal_values(a, b));
  if (op == Op::not_equal) return Value::boolean(!equal_values(a, b));
  auto compare = [&](auto x, auto y) {
    switch (op) {
      case Op::less:
        return Value::boolean(x < y);
      case Op::less_equal:
        return Value::boolean(x <= y);
      case Op::greater:
        return Value::boolean(x > y);
      default:
        return Value::boolean(x >= y);
    }
  };
  const bool comparison = op >= Op::less;
  auto overflow = [&] {
    return fail(Code::number_overflow, fmt::format("the result of `{}` does not fit 64 bits", op_text(op)));
  };
  auto mixed = [&] {
    return fail(
        Code::value_does_not_fit,
        fmt::format("`{}` cannot be applied to {} and {}", op_text(op), kind_phrase(a), kind_phrase(b)),
        op == Op::add && (a.is_string() || b.is_string())
            ? "strings are joined by interpolation: `\"${a}${b}\"`"
            : "");
  };
  auto integers = [&](std::int64_t x, std::int64_t y, std::int64_t& out) {
    switch (op) {
      case Op::add:
        return !__builtin_add_overflow(x, y, &out);
      case Op::subtract:
        return !__builtin_sub_overflow(x, y, &out);
      case Op::multiply:
        return !__builtin_mul_overflow(x, y, &out);
      default:
        return false;
    }
  };
  if (a.is(ValueKind::quantity) || b.is(ValueKind::quantity)) {
    auto make = [&](Dimension dimension, std::int64_t amount) {
      return Value::quantity(arena_.make<Quantity>(dimension, amount, std::string_view{}));
    };
    if (a.is(ValueKind::quantity) && b.is(ValueKind::quantity)) {
      const Quantity& x = a.as_quantity();
      const Quantity& y = b.as_quantity();
      if (x.dimension != y.dimension) {
        return fail(Code::value_does_not_fit,
                    fmt::format("`{}` of a {} and a {}: they measure different things", op_text(op),
                                dimension_name(x.dimension), dimension_name(y.dimension)));
      }
      if (comparison) return compare(x.amount, y.amount);
      if (op == Op::divide) {
        if (y.amount == 0) return fail(Code::division_by_zero, "division by zero");
        return Value::floating(static_cast<double>(x.amount) / static_cast<double>(y.amount));
      }
      std::int64_t sum = 0;
      if (op == Op::remainder) {
        if (y.amount == 0) return fail(Code::division_by_zero, "division by zero");
        if (y.amount == -1) return make(x.dimension, 0);
        return make(x.dimension, x.amount % y.amount);
      }
      if (op == Op::multiply) return mixed();
      if (!integers(x.amount, y.amount, sum)) return overflow();
      return make(x.dimension, sum);
    }
    const Value& q = a.is(ValueKind::quantity) ? a : b;
    const Value& n = a.is(ValueKind::quantity) ? b : a;
    if (!is_number(n)) return mixed();
    const Quantity& quantity = q.as_quantity();
    bool scales = op == Op::multiply || (op == Op::divide && &q == &a);
    if (scales) {
      if (op == Op::divide && n.number() == 0) return fail(Code::division_by_zero, "division by zero");
      std::int64_t amount = 0;
      if (n.is(ValueKind::integer) && op == Op::multiply) {
        if (!integers(quantity.amount, n.as_int(), amount)) return overflow();
        return make(quantity.dimension, amount);
      }
      double exact = op == Op::multiply ? static_cast<double>(quantity.amount) * n.number()
                                        : static_cast<double>(quantity.amount) / n.number();
      if (!(std::fabs(exact) < 9.2e18)) return overflow();
      if (std::nearbyint(exact) != exact) {
        return fail(
            Code::value_does_not_fit,
            fmt::format("{} {} {} is no whole number of base units", describe(a), op_text(op), describe(b)),
            "use a factor that divides it exactly");
      }
      return make(quantity.dimension, static_cast<std::int64_t>(exact));
    }
    // A bare number beside a quantity is read as one, except for durations.
    if (quantity.dimension == Dimension::duration) return mixed();
    Value other = coerce(n, types_.quantity(quantity.dimension), expr.span, nullptr);
    if (other.is_poison()) return other;
    return arithmetic(expr, &q == &a ? a : other, &q == &a ? other : b);
  }
  if (!is_number(a) || !is_number(b)) {
    if (comparison && a.is_string() && b.is_string()) return compare(a.as_string(), b.as_string());
    return mixed();
  }
  if (comparison) {
    if (a.is(ValueKind::integer) && b.is(ValueKind::integer)) return compare(a.as_int(), b.as_int());
    return compare(a.number(), b.number());
  }
  if (op == Op::divide) {
    if (b.number() == 0) return fail(Code::division_by_zero, "division by zero");
    return Value::floating(a.number() / b.number());
  }
  if (a.is(ValueKind::integer) && b.is(ValueKind::integer)) {
    if (op == Op::remainder) {
      if (b.as_int() == 0) return fail(Code::division_by_zero, "division by zero");
      return Value::integer(b.as_int() == -1 ? 0 : a.as_int() % b.as_int());
    }
    std::int64_t result = 0;
    if (!integers(a.as_int(), b.as_int(), result)) return overflow();
    return Value::integer(result);
  }
  double x = a.number();
  double y = b.number();
  switch (op) {
    case Op::add:
      return Value::floating(x + y);
    case Op::subtract:
      return Value::floating(x - y);
    case Op::multiply:
      return Value::floating(x * y);
    default:
      if (y == 0) return fail(Code::division_by_zero, "division by zero");
      return Value::floating(std::fmod(x, y));
  }
}

Value Evaluator::call(const hir::Expr& expr, Frame* frame) {
  std::vector<Value> arguments;
  std::uint8_t labels = 0;
  bool deferred = false;
  for (std::size_t i = 0; i < expr.items.size(); ++i) {
    Value value = freeze(eval(*expr.items[i], frame), expr.items[i]->span);
    if (value.is_poison()) return value;
    if (value.is_absent()) {
      diagnostics_.error(Code::absent_value, expr.items[i]->span, "nothing sets this argument")
          .with_help("give a fallback with `??`");
      return poison();
    }
    labels |= labels_within(value);
    deferred |= contains_deferred(value);
    if (expr.spread_last && i + 1 == expr.items.size() && value.is(ValueKind::list)) {
      for (const Value& item : value.as_list().items) arguments.push_back(item);
    } else {
      arguments.push_back(value);
    }
  }
  if (expr.function == nullptr) {
    if (!provider_takes(expr, arguments)) return poison();
    return deferred_call(expr, expr.name.text(), arguments).with_labels(labels);
  }
  const FunctionInfo& function = *expr.function;
  if (deferred) {
    if (function.terraform_name.empty()) {
      diagnostics_.error(
          Code::deferred_not_admitted, expr.span,
          fmt::format("`{}` has no counterpart in Terraform, and an argument is known only during apply",
                      function.name));
      return poison();
    }
    return deferred_call(expr, function.terraform_name, arguments).with_labels(labels);
  }
  CallContext context{arena_};
  CallResult result = call_function(function, context, arguments);
  if (!result.ok()) {
    SourceSpan at = result.argument >= 0 && static_cast<std::size_t>(result.argument) < expr.items.size()
                        ? expr.items[static_cast<std::size_t>(result.argument)]->span
                        : expr.span;
    diagnostics_.error(
        Code::call_failed, at,
        fmt::format("`{}` cannot be applied: {}", function.name,
                    (labels & kSecret) != 0 ? "an argument, which is secret, does not fit" : result.error));
    return poison();
  }
  if (result.value.is(ValueKind::list) && !spend(result.value.as_list().items.size(), expr.span))
    return poison();
  if (function.name == "yamlencode" || function.name == "jsonencode")
    encoded_texts_.insert_or_assign(result.value.as_string().data(),
                                    EncodedText{function.name, arguments[0]});
  return bounded(result.value, expr.span).with_labels(labels);
}

bool Evaluator::provider_takes(const hir::Expr& call, std::span<const Value> arguments) {
  const std::size_t before = diagnostics_.error_count();
  SchemaChecks checks{*options_.schemas, sources_, diagnostics_, arena_};
  for (std::size_t i = 0; i < arguments.size(); ++i)
    checks.check_argument(call.name.text(), i, arguments[i], call.items[i]->span);
  return diagnostics_.error_count() == before;
}

Value Evaluator::special_call(const hir::Expr& expr, Frame* frame) {
  auto argument = [&](std::size_t i) { return eval(*expr.items[i], frame); };
  switch (expr.special) {
    case hir::Special::can: {
      Diagnostics kept = std::move(diagnostics_);
      diagnostics_ = {};
      Value value = argument(0);
      bool fine = !value.is_poison() && !value.is_absent() && !diagnostics_.has_errors();
      diagnostics_ = std::move(kept);
      if (value.is_deferred()) return deferred_call(expr, "can", std::span{&value, 1});
      return Value::boolean(fine).with_labels(value.labels());
    }
    case hir::Special::try_: {
      for (std::size_t i = 0; i + 1 < expr.items.size(); ++i) {
        Diagnostics kept = std::move(diagnostics_);
        diagnostics_ = {};
        Value value = argument(i);
        bool fine = !value.is_poison() && !value.is_absent() && !diagnostics_.has_errors();
        diagnostics_ = std::move(kept);
        if (fine) return value;
      }
      return argument(expr.items.size() - 1);
    }
    case hir::Special::sensitive:
      return argument(0).with_labels(kSecret);
    case hir::Special::nonsensitive:
      return argument(0);  // labels only ever grow
    default:
      break;
  }
  Value container = argument(0);
  if (container.is_poison()) return container;
  if (container.is_deferred()) {
    std::vector<Value> arguments{container};
    for (std::size_t i = 1; i < expr.items.size(); ++i)
      arguments.push_back(freeze(argument(i), expr.items[i]->span));
    return deferred_call(expr, expr.name.text(), arguments);
  }
  if (expr.special == hir::Special::length && container.is_string()) {
    std::int64_t length = 0;
    for (char c : container.as_string()) length += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return Value::integer(length).with_labels(container.labels());
  }
  if (expr.special == hir::Special::lookup || expr.special == hir::Special::contains_key) {
    Value key = argument(1);
    if (key.is_poison()) return key;
    if (expr.special == hir::Special::contains_key && container.is(ValueKind::list)) {
      bool found = std::ranges::any_of(container.as_list().items,
                                       [&](const Value& item) { return equal_values(item, key); });
      return Value::boolean(found).with_labels(container.labels() | key.labels());
    }
    std::string spelled;
    if (!append_text(key, expr.items[1]->span, spelled)) return poison();
    Value found =
        container.is_null() ? Value::absent() : get_field(container, intern(spelled), expr.span, true);
    if (expr.special == hir::Special::contains_key)
      return Value::boolean(!found.is_absent()).with_labels(container.labels());
    if (!found.is_absent()) return found;
    if (expr.items.size() > 2) return argument(2);
    return get_field(container, intern(spelled), expr.span, false);
  }
  if (container.is(ValueKind::list) && expr.special == hir::Special::length) {
    return Value::integer(static_cast<std::int64_t>(container.as_list().items.size()))
        .with_labels(container.labels());
  }
  std::vector<std::pair<Value, Value>> pairs;
  std::vector<Value> items;
  if (container.is_object() && container.as_object()->record() == nullptr &&
      expr.special != hir::Special::values) {
    // Keys and length need no values.
    EvalObject& object = *container.as_object();
    if (!ensure_table(object, expr.span)) return poison();
    for (Name key : object.table->index.names()) items.push_back(Value::string(key));
    if (!object.type->is(TypeKind::keyed_list)) std::ranges::sort(items, {}, &Value::as_string);
  } else {
    if (!iterate(container, expr.items[0]->span, pairs)) return poison();
    for (auto& [key, value] : pairs) items.push_back(expr.special == hir::Special::values ? value : key);
  }
  if (expr.special == hir::Special::length)
    return Value::integer(static_cast<std::int64_t>(items.size())).with_labels(container.labels());
  return bounded(Value::list(arena_.make<ListValue>(arena_.copy(items))), expr.span)
      .with_labels(container.labels());
}

Value Evaluator::eval(const hir::Expr& expr, Frame* frame) {
  const Value value = evaluate(expr, frame);
  if (value.is(ValueKind::deferred) && !strip(expr.type)->is(TypeKind::any))
    deferred_types_.try_emplace(value.as_deferred(), strip(expr.type));
  return value;
}

Value Evaluator::evaluate(const hir::Expr& expr, Frame* frame) {
  if (budget_reported_) return poison();  // loops around the one that spent it end at once
  // A value that must be there: absent is an error, said once.
  auto present = [&](const hir::Expr& part) {
    Value value = eval(part, frame);
    if (!value.is_absent()) return value;
    diagnostics_.error(Code::absent_value, part.span, "nothing sets this value")
        .with_help("give a fallback with `??`, or ask `is absent`");
    return poison();
  };
  switch (expr.kind) {
    case ExprKind::error:
      return poison();
    case ExprKind::constant:
      return expr.value;
    case ExprKind::template_: {
      std::string joined;
      std::uint8_t labels = 0;
      bool deferred = false;
      bool failed = false;
      std::vector<Value> parts;
      for (const hir::Expr* item : expr.items) {
        Value part = present(*item);
        if (part.is_poison()) failed = true;
        labels |= part.labels();
        deferred |= part.is_deferred();
        parts.push_back(part);
      }
      if (failed) return poison();
      if (deferred) return deferred_template(expr, parts).with_labels(labels);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!append_text(parts[i].is(ValueKind::reference) ? freeze(parts[i], expr.span) : parts[i],
                         expr.items[i]->span, joined))
          return poison();
      }
      // Long texts weigh as much as values; the longest is one that a function may still take.
      if (!spend(joined.size() > CallContext{arena_}.budget ? options_.budget : joined.size() / sizeof(Value),
                 expr.span))
        return poison();
      return text_value(joined).with_labels(labels);
    }
    case ExprKind::local:
      return frame_at(frame, expr.up)->locals[expr.index];
    case ExprKind::let_:
      return read_let(*frame_at(frame, expr.up), expr.index, expr.span);
    case ExprKind::slot:
      return read(*frame_at(frame, expr.up)->self, expr.name, expr.span);
    case ExprKind::global:
      return read_global(*expr.global, expr.span);
    case ExprKind::self:
      return Value::reference(frame_at(frame, expr.up)->self);
    case ExprKind::root:
      return Value::reference(root_);
    case ExprKind::super: {
      if (slot_ == nullptr) return poison();
      if (slot_->at == 0) {
        diagnostics_.error(Code::absent_value, expr.span,
                           fmt::format("no layer below sets `{}`", path_of(*slot_->owner, slot_->key)));
        return poison();
      }
      if (auto known = slot_->prefixes->find(slot_->at); known != slot_->prefixes->end())
        return known->second;
      SlotContext below = *slot_;
      Value value = fold(below, slot_->at);
      slot_->prefixes->emplace(below.at, value);
      if (value.is_absent()) {
        diagnostics_.error(Code::absent_value, expr.span,
                           fmt::format("no layer below sets `{}`", path_of(*slot_->owner, slot_->key)));
        return poison();
      }
      return value;
    }
    case ExprKind::key: {
      for (const EvalObject* object = frame_at(frame, expr.up)->self; object != nullptr;
           object = object->parent) {
        if (object->is_entry) return Value::string(object->key);
      }
      return Value::string(environment_.layer->name);
    }
    case ExprKind::field: {
      Value base = eval(*expr.a, frame);
      Value value =
          get_field(base, expr.name, expr.name_span.valid() ? expr.name_span : expr.span, expr.optional);
      // What a provider's schema calls sensitive is secret by its type alone.
      if (value.is_deferred() && has_secret(expr.type)) return value.with_labels(value.labels() | kSecret);
      return value;
    }
    case ExprKind::handles:
      return poison();
    case ExprKind::handle: {
      EvalObject* owner = nullptr;
      if (expr.a->a == nullptr) {
        owner = frame_at(frame, expr.a->up)->self;
      } else {
        Value base = present(*expr.a->a);
        if (base.is_poison()) return base;
        owner = base.as_object();
      }
      return deferred_handle(expr, *owner);
    }
    case ExprKind::variable: {
      DeferredExpr* variable = new_deferred(DeferredKind::variable, expr.span);
      variable->name = expr.name;
      return Value::deferred(variable);
    }
    case ExprKind::index: {
      Value base = present(*expr.a);
      Value index = present(*expr.b);
      return get_index(base, index, expr.span);
    }
    case ExprKind::call:
      return call(expr, frame);
    case ExprKind::special_call:
      return special_call(expr, frame);
    case ExprKind::call_user: {
      const hir::Function& function = *expr.user;
      auto locals = arena_.make_array<Value>(function.parameters.size());
      auto* inner = arena_.make<Frame>(nullptr, nullptr, std::span<const Value>{locals});
      if (!spend(1, expr.span)) return poison();
      for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        const hir::Parameter& parameter = function.parameters[i];
        if (i < expr.items.size()) {
          locals[i] = coerce(present(*expr.items[i]), parameter.type, expr.items[i]->span, nullptr);
        } else if (parameter.value != nullptr) {
          locals[i] = coerce(eval(*parameter.value, inner), parameter.type, parameter.value->span, nullptr);
        }
        if (locals[i].is_poison()) return poison();
      }
      if (function.value == nullptr) return poison();
      Value result = eval(*function.value, inner);
      return function.result != nullptr ? coerce(result, function.result, function.value->span, nullptr)
                                        : result;
    }
    case ExprKind::unary: {
      Value value = present(*expr.a);
      if (value.is_poison()) return value;
      if (value.is_deferred()) {
        DeferredExpr* made = new_deferred(DeferredKind::unary, expr.span);
        made->name = intern(op_text(expr.op));
        const DeferredExpr* operand[] = {to_deferred(value, expr.span)};
        made->arguments = arena_.copy(std::span<const DeferredExpr* const>{operand});
        return deferred_value(made).with_labels(value.labels());
      }
      if (expr.op == Op::logical_not && value.is(ValueKind::boolean))
        return Value::boolean(!value.as_bool()).with_labels(value.labels());
      if (expr.op == Op::negate) {
        if ((value.is(ValueKind::integer) && value.as_int() == INT64_MIN) ||
            (value.is(ValueKind::quantity) && value.as_quantity().amount == INT64_MIN)) {
          diagnostics_.error(Code::number_overflow, expr.span, "the result of `-` does not fit 64 bits");
          return poison();
        }
        if (value.is(ValueKind::integer)) return Value::integer(-value.as_int()).with_labels(value.labels());
        if (value.is(ValueKind::floating))
          return Value::floating(-value.as_float()).with_labels(value.labels());
        if (value.is(ValueKind::quantity)) {
          return Value::quantity(arena_.make<Quantity>(value.as_quantity().dimension,
                                                       -value.as_quantity().amount, std::string_view{}))
              .with_labels(value.labels());
        }
      }
      diagnostics_.error(Code::value_does_not_fit, expr.span,
                         fmt::format("`{}` cannot be applied to {}", op_text(expr.op), kind_phrase(value)));
      return poison();
    }
    case ExprKind::binary: {
      Value a = present(*expr.a);
      Value b = present(*expr.b);
      if (a.is_poison() || b.is_poison()) return poison();
      std::uint8_t labels = a.labels() | b.labels();
      if (a.is_deferred() || b.is_deferred()) return deferred_binary(expr, a, b).with_labels(labels);
      Value result = arithmetic(expr, a, b);
      return result.is_poison() ? result : result.with_labels(labels);
    }
    case ExprKind::logical_and:
    case ExprKind::logical_or: {
      Value a = present(*expr.a);
      if (a.is_poison()) return a;
      const bool is_and = expr.kind == ExprKind::logical_and;
      if (!a.is_deferred()) {
        if (!a.is(ValueKind::boolean)) {
          diagnostics_.error(
              Code::value_does_not_fit, expr.a->span,
              fmt::format("`{}` wants a bool, found {}", is_and ? "&&" : "||", kind_phrase(a)));
          return poison();
        }
        if (a.as_bool() != is_and) return a;
      }
      Value b = present(*expr.b);
      if (b.is_poison()) return b;
      if (a.is_deferred()) return deferred_binary(expr, a, b).with_labels(a.labels() | b.labels());
      if (!b.is_deferred() && !b.is(ValueKind::boolean)) {
        diagnostics_.error(Code::value_does_not_fit, expr.b->span,
                           fmt::format("`{}` wants a bool, found {}", is_and ? "&&" : "||", kind_phrase(b)));
        return poison();
      }
      return b.with_labels(a.labels());
    }
    case ExprKind::coalesce: {
      Value a = eval(*expr.a, frame);
      if (a.is_poison()) return a;
      if (a.is_deferred() && !a.is_null()) {
        Value b = present(*expr.b);
        if (b.is_poison()) return b;
        Value both[] = {a, b};
        return deferred_call(expr, "coalesce", both).with_labels(a.labels() | b.labels());
      }
      if (!a.is_absent() && !a.is_null()) return a;
      return eval(*expr.b, frame).with_labels(a.labels());
    }
    case ExprKind::conditional: {
      Value condition = present(*expr.a);
      if (condition.is_poison()) return condition;
      if (condition.is_deferred()) return deferred_conditional(expr, condition, frame);
      if (!condition.is(ValueKind::boolean)) {
        diagnostics_.error(Code::value_does_not_fit, expr.a->span,
                           fmt::format("the condition must be a bool, found {}", kind_phrase(condition)));
        return poison();
      }
      return eval(condition.as_bool() ? *expr.b : *expr.c, frame).with_labels(condition.labels());
    }
    case ExprKind::match: {
      Value subject = eval(*expr.a, frame);
      if (subject.is_poison()) return subject;
      if (subject.is_deferred()) {
        diagnostics_.error(Code::deferred_not_admitted, expr.a->span,
                           "the subject of `match` must be known, and this is known only during apply");
        return poison();
      }
      for (const hir::MatchArm& arm : expr.arms) {
        for (const hir::MatchPattern& pattern : arm.patterns) {
          bool fits_arm = false;
          switch (pattern.kind) {
            case hir::MatchPattern::Kind::otherwise:
              fits_arm = true;
              break;
            case hir::MatchPattern::Kind::is_type:
              fits_arm = !subject.is_absent() && is_of_type(subject, pattern.type);
              break;
            case hir::MatchPattern::Kind::value:
              fits_arm = equal(subject, pattern.value);
              break;
            case hir::MatchPattern::Kind::range: {
              auto amount = [](const Value& v) {
                return v.is(ValueKind::quantity) ? static_cast<double>(v.as_quantity().amount) : v.number();
              };
              bool numeric = is_number(subject) || subject.is(ValueKind::quantity);
              fits_arm = numeric && (!pattern.has_low || amount(subject) >= amount(pattern.low)) &&
                         (!pattern.has_high || amount(subject) <= amount(pattern.high));
              break;
            }
          }
          if (fits_arm) return eval(*arm.value, frame).with_labels(subject.labels());
        }
      }
      diagnostics_
          .error(Code::no_arm_matches, expr.a->span,
                 fmt::format("no arm of this `match` fits {}",
                             subject.is_secret() ? "(secret)" : describe(subject)))
          .with_help("add `else => …`");
      return poison();
    }
    case ExprKind::is_type: {
      Value value = eval(*expr.a, frame);
      if (value.is_poison()) return value;
      if (value.is_deferred()) {
        diagnostics_.error(Code::deferred_not_admitted, expr.span,
                           "`is` asks about a value that is known only during apply");
        return poison();
      }
      return Value::boolean(!value.is_absent() && is_of_type(value, expr.tested_type))
          .with_labels(value.labels());
    }
    case ExprKind::is_absent: {
      Value value = eval(*expr.a, frame);
      return value.is_poison() ? value : Value::boolean(value.is_absent());
    }
    case ExprKind::in_unit: {
      Value value = present(*expr.a);
      if (value.is_poison()) return value;
      if (!value.is(ValueKind::quantity)) {
        diagnostics_.error(Code::value_does_not_fit, expr.span,
                           fmt::format("`in` wants a quantity, found {}", kind_phrase(value)));
        return poison();
      }
      std::int64_t amount = value.as_quantity().amount;
      if (expr.unit_size != 0 && amount % expr.unit_size == 0)
        return Value::integer(amount / expr.unit_size).with_labels(value.labels());
      return Value::floating(static_cast<double>(amount) / static_cast<double>(expr.unit_size))
          .with_labels(value.labels());
    }
    case ExprKind::list: {
      std::vector<Value> items;
      std::uint8_t labels = 0;
      const Type* bare = strip(expr.type);
      const Type* element = bare->is(TypeKind::list) || bare->is(TypeKind::set) ? bare->element : nullptr;
      bool failed = false;
      auto add = [&](Value value, SourceSpan span) {
        if (element != nullptr) value = coerce(value, element, span, slot_);
        if (value.is_poison()) failed = true;
        if (value.is_object()) value = value.with_origin(nullptr);
        items.push_back(value);
      };
      for (const hir::ListItem& item : expr.list_items) {
        if (item.kind == hir::ListItem::Kind::element) {
          if (slot_ != nullptr) slot_->list_index = static_cast<std::int32_t>(items.size());
          Value value = present(*item.value);
          if (slot_ != nullptr) slot_->list_index = -1;
          add(value, item.value->span);
        } else if (item.kind == hir::ListItem::Kind::spread) {
          Value value = present(*item.value);
          if (value.is_poison()) return value;
          std::vector<std::pair<Value, Value>> pairs;
          if (!iterate(value, item.value->span, pairs)) return poison();
          for (auto& [key, part] : pairs) add(part, item.value->span);
          labels |= value.labels();
        } else {
          Value source = eval(*item.loop->source, frame);
          if (source.is_poison()) return source;
          if (source.is_deferred()) {
            if (expr.list_items.size() == 1) return deferred_loop(expr, item, source, frame);
            diagnostics_
                .error(Code::deferred_not_admitted, item.loop->source->span,
                       "a loop over a value known only during apply must be the whole list")
                .with_help("join lists with `concat(…)`");
            return poison();
          }
          Expansion expansion = expand_in(frame, item.loop);
          if (expansion.poisoned) return poison();
          for (Frame* iteration : expansion.frames) {
            Value value = eval(*item.value, iteration);
            if (value.is_absent()) {
              diagnostics_.error(Code::absent_value, item.value->span, "nothing sets this element")
                  .with_help("give a fallback with `??`, or filter with `if`");
              return poison();
            }
            add(value, item.value->span);
          }
        }
      }
      if (failed) return poison();
      if (!spend(items.size(), expr.span)) return poison();
      return bounded(Value::list(arena_.make<ListValue>(arena_.copy(items))), expr.span).with_labels(labels);
    }
    case ExprKind::construct:
      return Value::object(construct(expr.type, expr.body, frame, expr.span));
    case ExprKind::with: {
      Value base = present(*expr.a);
      if (base.is_poison()) return base;
      if (base.is(ValueKind::map))
        base = Value::object(object_of_map(types_.any(), &base.as_map(), expr.span));
      if (!base.is_object() && !base.is(ValueKind::reference)) {
        diagnostics_.error(Code::cannot_amend, expr.a->span,
                           fmt::format("`with` changes an object, found {}", kind_phrase(base)));
        return poison();
      }
      return Value::object(with_body(*base.as_object(), expr.body, frame, expr.span))
          .with_labels(base.labels());
    }
  }
  return poison();
}

}  // namespace flux
