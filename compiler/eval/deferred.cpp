// Partial evaluation: what is known is folded, the rest becomes an expression of Terraform's own language.
#include <fmt/format.h>

#include "eval/evaluator.h"

namespace flux {

DeferredExpr* Evaluator::new_deferred(DeferredKind kind, SourceSpan span) {
  auto* made = arena_.make<DeferredExpr>();
  made->kind = kind;
  made->span = span;
  return made;
}

Value Evaluator::deferred_value(DeferredExpr* made) {
  made->weight = weight_of_parts(*made);
  return bounded(Value::deferred(made), made->span);
}

const DeferredExpr* Evaluator::to_deferred(const Value& value, SourceSpan span) {
  if (value.is(ValueKind::deferred)) return value.as_deferred();
  if (value.is(ValueKind::list)) {
    std::vector<const DeferredExpr*> items;
    for (const Value& item : value.as_list().items) items.push_back(to_deferred(item, span));
    DeferredExpr* made = new_deferred(DeferredKind::list, span);
    made->arguments = arena_.copy(items);
    made->weight = weight_of_parts(*made);
    return made;
  }
  if (value.is(ValueKind::map)) {
    std::vector<const DeferredExpr*> items;
    for (const MapEntry& entry : value.as_map().entries) {
      items.push_back(to_deferred(Value::string(entry.key), span));
      items.push_back(to_deferred(entry.value, span));
    }
    DeferredExpr* made = new_deferred(DeferredKind::object, span);
    made->arguments = arena_.copy(items);
    made->weight = weight_of_parts(*made);
    return made;
  }
  if (value.is_object() || value.is(ValueKind::reference)) return to_deferred(freeze(value, span), span);
  DeferredExpr* made = new_deferred(DeferredKind::literal, span);
  made->value = value;
  made->weight = weight_of_parts(*made);
  return made;
}

Value Evaluator::told_as(const Value& value, const Type* type) {
  if (!type->may_wait || value.is_secret() || scalar_of(*value.as_deferred()) != DeferredScalar::unknown)
    return value;
  const DeferredScalar wanted = scalar_of(type);
  const std::string_view conversion = wanted == DeferredScalar::string    ? "tostring"
                                      : wanted == DeferredScalar::number  ? "tonumber"
                                      : wanted == DeferredScalar::boolean ? "tobool"
                                                                          : "";
  if (conversion.empty()) return value;
  DeferredExpr* made = new_deferred(DeferredKind::call, value.as_deferred()->span);
  made->name = intern(conversion);
  made->scalar = wanted;
  const DeferredExpr* argument[] = {value.as_deferred()};
  made->arguments = arena_.copy(std::span<const DeferredExpr* const>{argument});
  return deferred_value(made).with_labels(value.labels()).with_origin(value.origin());
}

Value Evaluator::deferred_binary(const hir::Expr& expr, const Value& a, const Value& b) {
  DeferredExpr* made = new_deferred(DeferredKind::binary, expr.span);
  switch (expr.kind) {
    case hir::ExprKind::logical_and:
      made->name = intern("&&");
      break;
    case hir::ExprKind::logical_or:
      made->name = intern("||");
      break;
    default: {
      static constexpr std::string_view kText[] = {"?", "!",  "-",  "+", "-",  "*", "/",
                                                   "%", "==", "!=", "<", "<=", ">", ">="};
      made->name = intern(kText[static_cast<std::size_t>(expr.op)]);
    }
  }
  const DeferredExpr* operands[] = {to_deferred(a, expr.a->span), to_deferred(b, expr.b->span)};
  made->arguments = arena_.copy(std::span<const DeferredExpr* const>{operands});
  return deferred_value(made);
}

Value Evaluator::deferred_call(const hir::Expr& expr, std::string_view name,
                               std::span<const Value> arguments) {
  DeferredExpr* made = new_deferred(DeferredKind::call, expr.span);
  made->name = intern(name);
  std::vector<const DeferredExpr*> items;
  for (const Value& argument : arguments) items.push_back(to_deferred(argument, expr.span));
  made->arguments = arena_.copy(items);
  return deferred_value(made);
}

Value Evaluator::deferred_handle(const hir::Expr& expr, EvalObject& owner) {
  const HandleDecl& decl = *expr.handle_decl;
  DeferredExpr* made = new_deferred(DeferredKind::handle, expr.span);
  std::string_view head = decl.head.text();
  made->mode = head == "data"        ? HandleMode::data
               : head == "ephemeral" ? HandleMode::ephemeral
               : head == "module"    ? HandleMode::module
               : head == "variable"  ? HandleMode::variable
               : head == "locals"    ? HandleMode::local
               : head == "output"    ? HandleMode::output
                                     : HandleMode::resource;
  if (!decl.is_extern) made->owner = placement(owner);
  if (made->mode != HandleMode::module) made->type = decl.type;
  made->local_name = decl.name;
  made->keyed = decl.keyed;
  return deferred_value(made);
}

Value Evaluator::deferred_attribute(const Value& base, Name name, SourceSpan span) {
  DeferredExpr* made = new_deferred(DeferredKind::attribute, span);
  made->base = base.as_deferred();
  made->name = name;
  return deferred_value(made).with_labels(base.labels());
}

Value Evaluator::deferred_index(const Value& base, const Value& index, SourceSpan span) {
  DeferredExpr* made = new_deferred(DeferredKind::index, span);
  made->base = to_deferred(freeze(base, span), span);
  const DeferredExpr* at[] = {to_deferred(index, span)};
  made->arguments = arena_.copy(std::span<const DeferredExpr* const>{at});
  return deferred_value(made).with_labels(base.labels() | index.labels());
}

Value Evaluator::deferred_template(const hir::Expr& expr, std::span<const Value> parts) {
  DeferredExpr* made = new_deferred(DeferredKind::template_, expr.span);
  std::vector<const DeferredExpr*> items;
  std::string known;
  std::uint8_t known_labels = 0;  // a secret beside a deferred value stays a secret
  auto flush = [&] {
    if (known.empty()) return;
    items.push_back(to_deferred(text_value(known).with_labels(known_labels), expr.span));
    known.clear();
    known_labels = 0;
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].is(ValueKind::deferred)) {
      flush();
      items.push_back(parts[i].as_deferred());
      continue;
    }
    known_labels |= parts[i].labels();
    if (!append_text(parts[i].is(ValueKind::reference) ? freeze(parts[i], expr.span) : parts[i],
                     expr.items[i]->span, known)) {
      return poison();
    }
  }
  flush();
  made->arguments = arena_.copy(items);
  return deferred_value(made);
}

Value Evaluator::deferred_conditional(const hir::Expr& expr, const Value& condition, Frame* frame) {
  Value a = freeze(eval(*expr.b, frame), expr.b->span);
  Value b = freeze(eval(*expr.c, frame), expr.c->span);
  if (a.is_poison() || b.is_poison()) return poison();
  DeferredExpr* made = new_deferred(DeferredKind::conditional, expr.span);
  const DeferredExpr* parts[] = {to_deferred(condition, expr.a->span), to_deferred(a, expr.b->span),
                                 to_deferred(b, expr.c->span)};
  made->arguments = arena_.copy(std::span<const DeferredExpr* const>{parts});
  return deferred_value(made).with_labels(condition.labels() | a.labels() | b.labels());
}

Value Evaluator::deferred_loop(const hir::Expr& expr, const hir::ListItem& item, const Value& source,
                               Frame* frame) {
  // The body runs once, over variables that stand for what HCL's own `for` will bind.
  const hir::Guard& loop = *item.loop;
  DeferredExpr* made = new_deferred(DeferredKind::for_list, expr.span);
  auto locals = arena_.make_array<Value>(2);
  auto variable = [&](std::string_view name) {
    DeferredExpr* v = new_deferred(DeferredKind::variable, loop.span);
    v->name = intern(name);
    return v;
  };
  std::uint32_t level = variable_counter_++;
  std::string suffix = level == 0 ? "" : fmt::format("{}", level);
  DeferredExpr* first = variable(loop.variables == 2 ? "k" + suffix : "v" + suffix);
  DeferredExpr* second = loop.variables == 2 ? variable("v" + suffix) : first;
  made->variables[0] = first->name;
  if (loop.variables == 2) made->variables[1] = second->name;
  locals[0] = Value::deferred(first);
  locals[1] = Value::deferred(second);
  auto* iteration = arena_.make<Frame>(frame, frame != nullptr ? frame->self : nullptr,
                                       std::span<const Value>{locals}, loop.lets);
  std::vector<const DeferredExpr*> arguments{to_deferred(source, loop.source->span)};
  Value value = freeze(eval(*item.value, iteration), item.value->span);
  if (value.is_poison()) return value;
  arguments.push_back(to_deferred(value, item.value->span));
  if (loop.filter != nullptr) {
    Value filter = freeze(eval(*loop.filter, iteration), loop.filter->span);
    if (filter.is_poison()) return filter;
    arguments.push_back(to_deferred(filter, loop.filter->span));
  }
  --variable_counter_;
  made->arguments = arena_.copy(arguments);
  return deferred_value(made).with_labels(source.labels() | value.labels());
}

}  // namespace flux
