// What Terraform's outputs were when they were recorded, in place of what they will be: in documents, which
// are written before Terraform runs. Terraform itself keeps the expressions.
#include <fmt/format.h>

#include <algorithm>

#include "eval/evaluator.h"
#include "eval/labels.h"
#include "eval/recorded_index.h"

namespace flux {

namespace {

/// Whether what was recorded can be of the type. What may wait or be null, may.
bool is_recorded_of(const Value& value, const Type* type) {
  if (value.is_null()) return true;
  type = strip(type);
  switch (type->kind) {
    case TypeKind::error:
    case TypeKind::any:
      return true;
    case TypeKind::boolean:
      return value.is(ValueKind::boolean);
    case TypeKind::integer:
      return value.is(ValueKind::integer);
    case TypeKind::floating:
      return value.is(ValueKind::integer) || value.is(ValueKind::floating);
    case TypeKind::string:
    case TypeKind::quantity:
      return value.is_string();
    case TypeKind::literal:
      return value.kind() == type->literal.kind();
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::keyed_list:
      return value.is(ValueKind::list) && std::ranges::all_of(value.as_list().items, [&](const Value& item) {
               return is_recorded_of(item, type->element);
             });
    case TypeKind::map:
      return value.is(ValueKind::map) &&
             std::ranges::all_of(value.as_map().entries, [&](const MapEntry& entry) {
               return is_recorded_of(entry.value, type->element);
             });
    case TypeKind::record:
      return value.is(ValueKind::map);
    case TypeKind::alternatives:
      return std::ranges::any_of(type->alternatives,
                                 [&](const Type* arm) { return is_recorded_of(value, arm); });
    default:
      return true;
  }
}

/// Whether nothing of the value was replaced.
bool is_same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is(ValueKind::list)) return &a.as_list() == &b.as_list();
  if (a.is(ValueKind::map)) return &a.as_map() == &b.as_map();
  return !a.is(ValueKind::deferred) || a.as_deferred() == b.as_deferred();
}

const hir::Op* operator_of(std::string_view text) {
  using hir::Op;
  static constexpr std::pair<std::string_view, Op> kOperators[] = {
      {"+", Op::add},         {"-", Op::subtract}, {"*", Op::multiply},      {"/", Op::divide},
      {"%", Op::remainder},   {"==", Op::equal},   {"!=", Op::not_equal},    {"<", Op::less},
      {"<=", Op::less_equal}, {">", Op::greater},  {">=", Op::greater_equal}};
  const auto* found = std::ranges::find(kOperators, text, &std::pair<std::string_view, Op>::first);
  return found == std::end(kOperators) ? nullptr : &found->second;
}

}  // namespace

/// Computes an expression of Terraform from what was recorded; a part that cannot be known makes the whole
/// absent.
class RecordedExpression {
public:
  RecordedExpression(Evaluator& evaluator, RecordedIndex& index) : evaluator_(evaluator), index_(index) {}

  Value value(const DeferredExpr& expression) {
    if (const auto found = index_.find(expression); found.output != nullptr) {
      if (found.value != nullptr) {
        used_.emplace_back(found.output, found.value->origin());
        return *found.value;
      }
      if (missing_ == nullptr) missing_ = found.output;
      return Value::absent();
    }
    switch (expression.kind) {
      case DeferredKind::literal:
        return expression.value;
      case DeferredKind::attribute:
      case DeferredKind::index:
        return step(expression);
      case DeferredKind::call:
        return call(expression);
      case DeferredKind::unary:
      case DeferredKind::binary:
        return operation(expression);
      case DeferredKind::conditional: {
        const Value condition = value(*expression.arguments[0]);
        if (!condition.is(ValueKind::boolean)) return failed(condition);
        return value(*expression.arguments[condition.as_bool() ? 1 : 2]);
      }
      case DeferredKind::template_: {
        std::string text;
        for (const DeferredExpr* part : expression.arguments) {
          const Value known = value(*part);
          if (known.is_absent() || known.is_poison()) return known;
          if (!evaluator_.append_text(known, expression.span, text)) return Value::poison();
        }
        return evaluator_.text_value(text);
      }
      case DeferredKind::list: {
        std::vector<Value> items;
        if (const Value all = values(expression.arguments, items); !all.is_null()) return all;
        return list(items);
      }
      case DeferredKind::object: {
        std::vector<Value> items;
        if (const Value all = values(expression.arguments, items); !all.is_null()) return all;
        std::vector<MapEntry> entries;
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
          std::string key;
          if (!evaluator_.append_text(items[i], expression.span, key)) return Value::poison();
          entries.push_back({intern(key), items[i + 1], {}});
        }
        return map(entries);
      }
      case DeferredKind::for_list:
      case DeferredKind::for_object:
        return loop(expression);
      case DeferredKind::variable: {
        const auto bound = std::ranges::find(variables_.rbegin(), variables_.rend(), expression.name,
                                             &std::pair<Name, Value>::first);
        return bound == variables_.rend() ? Value::absent() : bound->second;
      }
      case DeferredKind::handle:
      case DeferredKind::splat:
      case DeferredKind::sops:
        return Value::absent();
    }
    return Value::absent();
  }

  /// The output that is not recorded, when the value was absent for that.
  const RecordedIndex::Output* missing() const { return missing_; }
  /// Of the first recorded value that was read.
  const Origin* origin() const { return used_.empty() ? nullptr : used_.front().second; }
  /// The outputs that were read, and where what was read of them stands.
  const std::vector<std::pair<const RecordedIndex::Output*, const Origin*>>& used() const { return used_; }

private:
  static Value failed(const Value& value) { return value.is_absent() ? value : Value::poison(); }
  Value list(const std::vector<Value>& items) {
    return Value::list(evaluator_.arena_.make<ListValue>(evaluator_.arena_.copy(items)));
  }
  Value map(const std::vector<MapEntry>& entries) {
    return Value::map(evaluator_.arena_.make<MapValue>(evaluator_.arena_.copy(entries)));
  }

  /// Null when all are known, else what the whole is.
  Value values(std::span<const DeferredExpr* const> parts, std::vector<Value>& into) {
    for (const DeferredExpr* part : parts) {
      into.push_back(value(*part));
      if (into.back().is_absent() || into.back().is_poison()) return into.back();
    }
    return Value::null();
  }

  Value step(const DeferredExpr& expression) {
    const Value base = value(*expression.base);
    if (base.is_absent() || base.is_poison()) return base;
    if (expression.kind == DeferredKind::attribute)
      return evaluator_.get_field(base, expression.name, expression.span, false);
    const Value index = value(*expression.arguments[0]);
    if (index.is_absent()) return index;
    return evaluator_.get_index(base, index, expression.span);
  }

  Value call(const DeferredExpr& expression) {
    const FunctionInfo* function = find_function(expression.name.text());
    if (function == nullptr || function->terraform_name != expression.name.text()) return Value::absent();
    std::vector<Value> arguments;
    if (const Value all = values(expression.arguments, arguments); !all.is_null()) return all;
    CallContext context{evaluator_.arena_};
    const CallResult result = call_function(*function, context, arguments);
    if (result.ok()) return evaluator_.bounded(result.value, expression.span);
    evaluator_.diagnostics_.error(Code::call_failed, expression.span,
                                  fmt::format("`{}` cannot be applied: {}", function->name, result.error));
    return Value::poison();
  }

  Value operation(const DeferredExpr& expression) {
    const std::string_view text = expression.name.text();
    const Value a = value(*expression.arguments[0]);
    if (a.is_absent() || a.is_poison()) return a;
    if (expression.kind == DeferredKind::unary && text == "!")
      return a.is(ValueKind::boolean) ? Value::boolean(!a.as_bool()) : Value::poison();
    const bool logical = text == "&&" || text == "||";
    if (logical && !a.is(ValueKind::boolean)) return Value::poison();
    if (logical && a.as_bool() == (text == "||")) return a;
    hir::Expr written{};
    written.span = expression.span;
    if (expression.kind == DeferredKind::unary) {
      written.op = hir::Op::subtract;
      return evaluator_.arithmetic(written, Value::integer(0), a);
    }
    const Value b = value(*expression.arguments[1]);
    if (b.is_absent() || b.is_poison() || logical) return b;
    const hir::Op* op = operator_of(text);
    if (op == nullptr) return Value::absent();
    written.op = *op;
    return evaluator_.arithmetic(written, a, b);
  }

  Value loop(const DeferredExpr& expression) {
    const bool object = expression.kind == DeferredKind::for_object;
    const Value source = value(*expression.arguments[0]);
    if (source.is_absent() || source.is_poison()) return source;
    std::vector<std::pair<Value, Value>> pairs;
    if (!evaluator_.iterate(source, expression.span, pairs) ||
        !evaluator_.spend(pairs.size(), expression.span))
      return Value::poison();
    const std::size_t at = object ? 2 : 1;
    std::vector<Value> items;
    std::vector<MapEntry> entries;
    Value end = Value::null();
    for (const auto& [key, item] : pairs) {
      const std::size_t outer = variables_.size();
      variables_.emplace_back(expression.variables[0], expression.variables[1] ? key : item);
      if (expression.variables[1]) variables_.emplace_back(expression.variables[1], item);
      const Value holds =
          expression.arguments.size() > at + 1 ? value(*expression.arguments[at + 1]) : Value::boolean(true);
      if (!holds.is(ValueKind::boolean)) end = failed(holds);
      if (end.is_null() && holds.as_bool()) {
        const Value made = value(*expression.arguments[at]);
        const Value name = object ? value(*expression.arguments[1]) : Value::null();
        std::string spelled;
        if (made.is_absent() || made.is_poison()) {
          end = made;
        } else if (!object) {
          items.push_back(made);
        } else if (evaluator_.append_text(name, expression.span, spelled)) {
          entries.push_back({intern(spelled), made, {}});
        } else {
          end = failed(name);
        }
      }
      variables_.resize(outer);
      if (!end.is_null()) return end;
    }
    return object ? map(entries) : list(items);
  }

  Evaluator& evaluator_;
  RecordedIndex& index_;
  std::vector<std::pair<Name, Value>> variables_;
  const RecordedIndex::Output* missing_ = nullptr;
  std::vector<std::pair<const RecordedIndex::Output*, const Origin*>> used_;
};

void Evaluator::index_recorded() {
  if (options_.recorded == nullptr) return;
  std::vector<const TerraformBlock*> blocks;
  std::vector<const Type*> types;
  for (const auto& [at, type] : outputs_) {
    if (terraform_[at].keyed || terraform_[at].labels.empty()) continue;
    blocks.push_back(&terraform_[at]);
    types.push_back(type);
  }
  recorded_ = std::make_unique<RecordedIndex>(blocks, *options_.recorded);
  for (std::size_t i = 0; i < types.size(); ++i) {
    const RecordedIndex::Output& output = recorded_->outputs()[i];
    if (output.record == nullptr) continue;
    if (output.sensitive) {
      report_sensitive(output);
      continue;
    }
    if (types[i] == nullptr || is_recorded_of(output.record->value, types[i])) continue;
    diagnostics_
        .error(Code::recorded_type, output.record->value.origin()->expression,
               fmt::format("output `{}` is recorded as {}, and is `{}`", output.address,
                           kind_phrase(output.record->value), print_type(strip(types[i]))))
        .label(output.span, "declared here")
        .with_help(fmt::format("record it again, once the stack `{}` is applied: `{}`", output.stack,
                               options_.recorded->place.command_of(output.stack)));
  }
}

void Evaluator::report_sensitive(const RecordedIndex::Output& output) {
  diagnostics_
      .error(Code::recorded_sensitive, output.record->name,
             fmt::format("output `{}` is sensitive, and is recorded in the clear", output.address))
      .label(output.span, "declared here")
      .with_help(fmt::format("record again, without what is sensitive: `{}`",
                             options_.recorded->place.command_of(output.stack)));
}

Value Evaluator::recorded(const Value& value) {
  if (value.is(ValueKind::list)) {
    std::vector<Value> items;
    bool same = true;
    for (const Value& item : value.as_list().items) {
      items.push_back(recorded(item));
      same &= is_same(items.back(), item);
    }
    return same ? value
                : Value::list(arena_.make<ListValue>(arena_.copy(items)))
                      .with_labels(value.labels() & kSecret)
                      .with_origin(value.origin());
  }
  if (value.is(ValueKind::map)) {
    std::vector<MapEntry> entries;
    bool same = true;
    for (const MapEntry& entry : value.as_map().entries) {
      entries.push_back({entry.key, recorded(entry.value), entry.doc});
      same &= is_same(entries.back().value, entry.value);
    }
    return same ? value
                : Value::map(arena_.make<MapValue>(arena_.copy(entries)))
                      .with_labels(value.labels() & kSecret)
                      .with_origin(value.origin());
  }
  if (!value.is(ValueKind::deferred) || value.is_secret()) return value;
  DeferredExpr* waiting = arena_.make<DeferredExpr>(*value.as_deferred());
  waiting->scalar = scalar_of(*value.as_deferred());
  const auto still = [&] {
    return Value::deferred(waiting).with_labels(value.labels()).with_origin(value.origin());
  };
  if (recorded_ == nullptr) return still();
  RecordedExpression expression(*this, *recorded_);
  const std::size_t reported = diagnostics_.all().size();
  const Value known = expression.value(*value.as_deferred());
  // What fails, fails for what the record says.
  for (std::size_t i = reported; i < diagnostics_.all().size(); ++i) {
    if (expression.origin() != nullptr)
      diagnostics_.all()[i].label(expression.origin()->expression, "recorded here");
  }
  if (known.is_poison()) return known;
  if (known.is_absent()) {
    // What is sensitive will not be recorded either.
    if (expression.missing() == nullptr || expression.missing()->sensitive) return still();
    const RecordedIndex::Output& output = *expression.missing();
    const RecordPlace& place = options_.recorded->place;
    waiting->unrecorded = arena_.make<UnrecordedOutput>(output.address, text(place.file_of(output.stack)),
                                                        text(place.command_of(output.stack)), output.span);
    return still();
  }
  // The line of the file made the value what it is; the member asked for it.
  const Origin* asked = value.origin();
  const SourceSpan written = value.as_deferred()->span;
  Origin origin = expression.origin() != nullptr ? *expression.origin() : Origin{.op = OriginOp::set};
  origin.copied_from = make_origin({.op = OriginOp::set,
                                    .layer = asked != nullptr ? asked->layer : Name{},
                                    .member = asked != nullptr ? asked->member : written,
                                    .expression = written,
                                    .copied_from = asked != nullptr ? asked->copied_from : nullptr});
  return known.with_labels(value.labels() & kSecret).with_origin(make_origin(origin));
}

std::vector<std::pair<const RecordedIndex::Output*, SourceSpan>> Evaluator::outputs_in(
    const DeferredExpr& expression) {
  std::vector<std::pair<const RecordedIndex::Output*, SourceSpan>> outputs;
  if (recorded_ == nullptr) return outputs;
  RecordedExpression computed(*this, *recorded_);
  computed.value(expression);
  for (const auto& [output, origin] : computed.used()) {
    const std::pair one{output, origin != nullptr ? origin->expression : output->record->name};
    if (std::ranges::find(outputs, one) == outputs.end()) outputs.push_back(one);
  }
  if (computed.missing() != nullptr) outputs.emplace_back(computed.missing(), SourceSpan{});
  return outputs;
}

DeferredScalar Evaluator::scalar_of(const DeferredExpr& expression) const {
  if (expression.kind == DeferredKind::template_) return DeferredScalar::string;
  if (expression.scalar != DeferredScalar::unknown) return expression.scalar;
  const auto found = deferred_types_.find(&expression);
  return found == deferred_types_.end() ? DeferredScalar::unknown : scalar_of(found->second);
}

DeferredScalar Evaluator::scalar_of(const Type* type) {
  switch (type->kind) {
    case TypeKind::boolean:
      return DeferredScalar::boolean;
    case TypeKind::integer:
    case TypeKind::floating:
      return DeferredScalar::number;
    case TypeKind::string:
      return DeferredScalar::string;
    case TypeKind::literal:
      return type->literal.is_string()              ? DeferredScalar::string
             : type->literal.is(ValueKind::boolean) ? DeferredScalar::boolean
                                                    : DeferredScalar::number;
    case TypeKind::alternatives: {
      // Where text stands, quantities may be spelled.
      DeferredScalar all = DeferredScalar::unknown;
      for (const Type* arm : type->alternatives) {
        if (arm->is(TypeKind::quantity)) continue;
        const DeferredScalar one = scalar_of(strip(arm));
        if (all != DeferredScalar::unknown && one != all) return DeferredScalar::unknown;
        all = one;
      }
      return all;
    }
    case TypeKind::error:
    case TypeKind::any:
      return DeferredScalar::unknown;
    default:
      return DeferredScalar::other;
  }
}

std::span<const RecordedName> Evaluator::recorded_names() {
  std::vector<RecordedName> names;
  if (options_.recorded == nullptr) return {};
  for (const auto& [stack, record] : options_.recorded->stacks) {
    const std::string_view command = text(options_.recorded->place.command_of(stack));
    names.push_back({stack, {}, record.file, command});
    for (const auto& [output, value] : record.outputs) names.push_back({stack, output, value.name, command});
  }
  return arena_.copy(names);
}

}  // namespace flux
