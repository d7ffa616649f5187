// Expressions, read against the type that is expected of them.
#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

using hir::ExprKind;
using hir::Op;

hir::Expr* Sema::Impl::make(ExprKind kind, SourceSpan span, const Type* type) {
  auto* expr = arena.make<hir::Expr>();
  expr->kind = kind;
  expr->span = span;
  expr->type = type;
  return expr;
}

const hir::Expr* Sema::Impl::error(SourceSpan span) {
  return make(ExprKind::error, span, types.error());
}

const hir::Expr* Sema::Impl::constant(Value value, SourceSpan span, const Type* type) {
  hir::Expr* made = make(ExprKind::constant, span, type);
  made->value = value;
  return made;
}

const hir::Expr* Sema::Impl::lower(const ast::Expr& expr, Scope& scope, const Type* expected) {
  const hir::Expr* lowered = lower_unchecked(expr, scope, expected);
  if (expected == nullptr) return lowered;
  // A placed object may be pointed at, but stands in one place only.
  const Type* bare = strip(expected);
  if (lowered->type->is(TypeKind::record) && bare->is(TypeKind::record) && is_path(expr, scope)) {
    err(Code::placed_object_copied, expr.span, "`{}` is a placed object, and stands in one place only",
        sources.text(expr.span))
        .note("a path to an object is accepted where a `ref` is expected")
        .fix("copy it", {expr.span.file, expr.span.end, expr.span.end}, " with { }");
    return error(expr.span);
  }
  if (bare->is(TypeKind::reference) && strip(lowered->type)->is(TypeKind::record) && !is_path(expr, scope)) {
    err(Code::type_mismatch, expr.span, "expected `{}`, found an object that stands nowhere",
        print_type(expected))
        .with_help("place it in the tree, and point at its path");
    return error(expr.span);
  }
  if (bare->is(TypeKind::reference) && strip_nullable(lowered->type)->is(TypeKind::record)) {
    // A path to an object is the reference: so two of them, in the branches of an `if`, are references too.
    auto* pointing = arena.make<hir::Expr>(*lowered);
    const Type* type = types.reference(strip_nullable(lowered->type));
    pointing->type = lowered->type->is(TypeKind::nullable) ? types.nullable(type) : type;
    lowered = pointing;
  }
  return fit(lowered, expected, expr);
}

const hir::Expr* Sema::Impl::condition(const ast::Expr& expr, Scope& scope, std::string_view what) {
  const Type* saved = std::exchange(super_type, nullptr);
  const hir::Expr* lowered = lower_unchecked(expr, scope, types.boolean());
  super_type = saved;
  if (lowered->type->is(TypeKind::deferred)) {
    err(Code::deferred_condition, expr.span, "{} must be known, and this is known only during apply", what)
        .with_help("a value may wait: `if c then a else b`");
    return error(expr.span);
  }
  return fit(lowered, types.boolean(), expr);
}

const hir::Expr* Sema::Impl::lower_unchecked(const ast::Expr& expr, Scope& scope, const Type* expected) {
  if (assignment != nullptr && &expr == assignment->value && expected != nullptr) {
    // `--set`: a scalar is read as YAML reads it, by its type, so that a shell needs no second pair of
    // quotes.
    if (holds_secret(expected)) sources.conceal(expr.span);
    const Type* bare = strip(expected);
    const bool scalar = bare->is(TypeKind::string) || bare->is(TypeKind::boolean) ||
                        bare->is(TypeKind::integer) || bare->is(TypeKind::floating) ||
                        bare->is(TypeKind::quantity) || bare->is(TypeKind::literal) ||
                        bare->is(TypeKind::alternatives);
    const std::string_view text = assignment->text;
    if (!assignment->is_flux || (scalar && !text.starts_with('"') && text != "null")) {
      YamlNode node{
          .kind = YamlKind::scalar, .plain = !bare->is(TypeKind::string), .span = expr.span, .text = text};
      return data_scalar(node, expected);
    }
  }
  const bool literal = expr.kind == ast::ExprKind::string || expr.kind == ast::ExprKind::number;
  const bool collection = expr.kind == ast::ExprKind::list || expr.kind == ast::ExprKind::object;
  if (expected != nullptr && ((literal && holds_secret(expected)) || (collection && has_secret(expected))))
    sources.conceal(expr.span);
  switch (expr.kind) {
    case ast::ExprKind::error:
      return error(expr.span);
    case ast::ExprKind::null_literal:
      return constant(Value::null(), expr.span, types.null());
    case ast::ExprKind::bool_literal: {
      Value value = Value::boolean(ast::as<ast::BoolLiteral>(expr).value);
      const Type* bare = expected != nullptr ? strip(expected) : nullptr;
      return constant(
          value, expr.span,
          bare != nullptr && bare->is(TypeKind::alternatives) ? types.literal(value) : types.boolean());
    }
    case ast::ExprKind::number:
      return lower_number(ast::as<ast::Number>(expr), expected, false, expr.span);
    case ast::ExprKind::string:
      return lower_string(ast::as<ast::String>(expr), scope, expected);
    case ast::ExprKind::name:
      return lower_name(expr, ast::as<ast::NameExpr>(expr).name, scope, expected);
    case ast::ExprKind::list:
      return lower_list(ast::as<ast::List>(expr), scope, expected);
    case ast::ExprKind::object:
      return lower_object(expr, *ast::as<ast::Object>(expr).body, scope, expected);
    case ast::ExprKind::construct: {
      const auto& construct = ast::as<ast::Construct>(expr);
      Symbol* symbol =
          find_qualified(*scope.module, construct.type, Symbol::Kind::type, Code::not_a_type, "type");
      const Type* type = symbol != nullptr ? resolve_symbol(*symbol, construct.type.span) : types.error();
      const Type* bare = strip(type);
      if (bare->is(TypeKind::record) && bare->record->is_abstract) {
        err(Code::abstract_constructed, construct.type.span, "`{}` is abstract", print_type(bare))
            .label(bare->record->span, "declared here")
            .with_help("construct a type that extends it");
        return error(expr.span);
      }
      if (bare->is(TypeKind::error)) return error(expr.span);
      return lower_object(expr, *construct.body, scope, type);
    }
    case ast::ExprKind::with:
      return lower_with(ast::as<ast::With>(expr), scope, expected);
    case ast::ExprKind::field:
      return lower_field(ast::as<ast::Field>(expr), scope, expected);
    case ast::ExprKind::index:
      return lower_index(ast::as<ast::Index>(expr), scope);
    case ast::ExprKind::call:
      return lower_call(ast::as<ast::Call>(expr), scope, expected);
    case ast::ExprKind::unary: {
      const auto& unary = ast::as<ast::Unary>(expr);
      if (unary.op == ast::UnaryOp::negate && unary.operand->kind == ast::ExprKind::number)
        return lower_number(ast::as<ast::Number>(*unary.operand), expected, true, expr.span);
      const hir::Expr* operand = lower_unchecked(
          *unary.operand, scope, unary.op == ast::UnaryOp::logical_not ? types.boolean() : expected);
      if (operand->type->is(TypeKind::error)) return error(expr.span);
      TypeKind kind = plain_kind(operand->type);
      bool fine = kind == TypeKind::any || (unary.op == ast::UnaryOp::logical_not
                                                ? kind == TypeKind::boolean
                                                : kind == TypeKind::integer || kind == TypeKind::floating ||
                                                      kind == TypeKind::quantity);
      if (!fine || operand->type->is(TypeKind::nullable)) {
        err(Code::bad_operands, expr.span, "`{}` cannot be applied to {}",
            unary.op == ast::UnaryOp::logical_not ? "!" : "-", phrase(operand->type));
        return error(expr.span);
      }
      const Type* type = operand->type;
      if (type->is(TypeKind::literal))
        type = kind == TypeKind::integer   ? types.integer()
               : kind == TypeKind::boolean ? types.boolean()
                                           : types.floating();
      hir::Expr* made = make(ExprKind::unary, expr.span,
                             type->refinement != nullptr && !type->is(TypeKind::deferred)
                                 ? (kind == TypeKind::quantity  ? types.quantity(strip(type)->dimension)
                                    : kind == TypeKind::integer ? types.integer()
                                                                : types.floating())
                                 : type);
      made->op = unary.op == ast::UnaryOp::logical_not ? Op::logical_not : Op::negate;
      made->a = operand;
      return made;
    }
    case ast::ExprKind::binary:
      return lower_binary(ast::as<ast::Binary>(expr), scope, expected);
    case ast::ExprKind::is_type: {
      const auto& is = ast::as<ast::IsType>(expr);
      const hir::Expr* value = lower_unchecked(*is.value, scope, nullptr);
      hir::Expr* made = make(ExprKind::is_type, expr.span, types.boolean());
      made->a = value;
      made->tested_type = resolve(*is.type, *scope.module);
      return value->type->is(TypeKind::error) || made->tested_type->is(TypeKind::error) ? error(expr.span)
                                                                                        : made;
    }
    case ast::ExprKind::is_absent: {
      hir::Expr* made = make(ExprKind::is_absent, expr.span, types.boolean());
      made->a = lower_unchecked(*ast::as<ast::IsAbsent>(expr).value, scope, nullptr);
      return made->a->type->is(TypeKind::error) ? error(expr.span) : made;
    }
    case ast::ExprKind::in_unit:
      return lower_in_unit(ast::as<ast::InUnit>(expr), scope);
    case ast::ExprKind::conditional: {
      const auto& c = ast::as<ast::Conditional>(expr);
      const hir::Expr* condition = lower(*c.condition, scope, types.deferred(types.boolean()));
      const bool deferred = condition->type->is(TypeKind::deferred);
      const Type* wanted = expected != nullptr && deferred ? types.deferred(expected) : expected;
      const hir::Expr* a = lower(*c.then_value, scope, wanted);
      const hir::Expr* b = lower(*c.else_value, scope, wanted);
      if (condition->type->is(TypeKind::error) || a->type->is(TypeKind::error) ||
          b->type->is(TypeKind::error))
        return error(expr.span);
      const Type* type = types.common(a->type, b->type);
      if (a->type->is(TypeKind::literal) && b->type->is(TypeKind::literal) && expected != nullptr &&
          fits(a->type, expected) == Fit::yes && fits(b->type, expected) == Fit::yes)
        type = strip(expected);
      hir::Expr* made = make(ExprKind::conditional, expr.span, deferred ? types.deferred(type) : type);
      made->a = condition;
      made->b = a;
      made->c = b;
      return made;
    }
    case ast::ExprKind::match:
      return lower_match(ast::as<ast::Match>(expr), scope, expected);
  }
  return error(expr.span);
}

}  // namespace flux
