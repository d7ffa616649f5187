// Binary operators.
#include <fmt/format.h>

#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

using hir::ExprKind;
using hir::Op;

namespace {

std::string_view op_text(ast::BinaryOp op) {
  static constexpr std::string_view kText[] = {
      "??", "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"};
  return kText[static_cast<std::size_t>(op)];
}

}  // namespace

const hir::Expr* Sema::Impl::lower_binary(const ast::Binary& binary, Scope& scope, const Type* expected) {
  using B = ast::BinaryOp;
  const B op = binary.op;
  if (op == B::coalesce) {
    const hir::Expr* a = lower(*binary.left, scope, expected != nullptr ? types.nullable(expected) : nullptr);
    const hir::Expr* b = nullptr;
    if (expected != nullptr) {
      b = lower(*binary.right, scope, expected);
    } else {
      // The left side only hints at how to read the right one: `name ?? ""` is fine for any name.
      const Type* left = strip_nullable(a->type);
      b = lower_unchecked(*binary.right, scope, left->is(TypeKind::literal) ? nullptr : left);
    }
    if (a->type->is(TypeKind::error) || b->type->is(TypeKind::error)) return error(binary.span);
    hir::Expr* made =
        make(ExprKind::coalesce, binary.span,
             a->type->is(TypeKind::null) ? b->type : types.common(strip_nullable(a->type), b->type));
    made->a = a;
    made->b = b;
    return made;
  }
  auto both_bool = [&] {
    const hir::Expr* a = lower(*binary.left, scope, types.deferred(types.boolean()));
    const hir::Expr* b = lower(*binary.right, scope, types.deferred(types.boolean()));
    if (a->type->is(TypeKind::error) || b->type->is(TypeKind::error)) return error(binary.span);
    bool deferred = a->type->is(TypeKind::deferred) || b->type->is(TypeKind::deferred);
    hir::Expr* made = make(op == B::logical_and ? ExprKind::logical_and : ExprKind::logical_or, binary.span,
                           deferred ? types.deferred(types.boolean()) : types.boolean());
    made->a = a;
    made->b = b;
    return static_cast<const hir::Expr*>(made);
  };
  if (op == B::logical_and || op == B::logical_or) return both_bool();

  static constexpr Op kOps[] = {Op::none,     Op::none,       Op::none,    Op::equal,         Op::not_equal,
                                Op::less,     Op::less_equal, Op::greater, Op::greater_equal, Op::add,
                                Op::subtract, Op::multiply,   Op::divide,  Op::remainder};
  const bool comparison = op >= B::equal && op <= B::greater_equal;
  const bool equality = op == B::equal || op == B::not_equal;
  // Each side helps to read the other: `memory <= 4Gi`, `5m < timeout`.
  auto is_quantity_literal = [](const ast::Expr& e) {
    const ast::Expr* at = &e;
    if (at->kind == ast::ExprKind::unary) at = ast::as<ast::Unary>(*at).operand;
    return at->kind == ast::ExprKind::number && ast::as<ast::Number>(*at).form == ast::Number::Form::quantity;
  };
  const bool scales = op == B::multiply || op == B::divide;
  const Type* hint = !comparison && expected != nullptr && strip(expected)->is(TypeKind::quantity)
                         ? strip(expected)
                         : nullptr;
  const hir::Expr* a = nullptr;
  const hir::Expr* b = nullptr;
  auto side_hint = [&](const hir::Expr* other, const ast::Expr& self_expr) -> const Type* {
    const Type* bare = strip(other->type);
    if (bare->is(TypeKind::quantity) && is_quantity_literal(self_expr))
      return types.quantity(bare->dimension);
    if (bare->is(TypeKind::quantity) && !scales && self_expr.kind == ast::ExprKind::number)
      return types.quantity(bare->dimension);
    if (equality &&
        (bare->is(TypeKind::record) || bare->is(TypeKind::map) || bare->is(TypeKind::keyed_list)) &&
        self_expr.kind == ast::ExprKind::object)
      return bare;
    if (equality && element_of(other->type) != nullptr && self_expr.kind == ast::ExprKind::list)
      return nullptr;
    return nullptr;
  };
  auto own_hint = [&](const ast::Expr& e) -> const Type* {
    return hint != nullptr && (is_quantity_literal(e) || !scales) ? hint : nullptr;
  };
  if (is_quantity_literal(*binary.left) && !is_quantity_literal(*binary.right)) {
    b = lower_unchecked(*binary.right, scope, own_hint(*binary.right));
    a = lower_unchecked(
        *binary.left, scope,
        side_hint(b, *binary.left) != nullptr ? side_hint(b, *binary.left) : own_hint(*binary.left));
  } else {
    a = lower_unchecked(*binary.left, scope, own_hint(*binary.left));
    b = lower_unchecked(
        *binary.right, scope,
        side_hint(a, *binary.right) != nullptr ? side_hint(a, *binary.right) : own_hint(*binary.right));
  }
  if (a->type->is(TypeKind::error) || b->type->is(TypeKind::error)) return error(binary.span);
  auto wrapped = [&](const Type* type) {
    bool deferred = false;
    bool secret = false;
    for (const hir::Expr* side : {a, b}) {
      for (const Type* t = side->type; t->is(TypeKind::deferred) || t->is(TypeKind::secret); t = t->element) {
        deferred |= t->is(TypeKind::deferred);
        secret |= t->is(TypeKind::secret);
      }
    }
    if (secret) type = types.secret(type);
    return deferred ? types.deferred(type) : type;
  };
  auto result = [&](const Type* type) {
    hir::Expr* made = make(ExprKind::binary, binary.span, wrapped(type));
    made->op = kOps[static_cast<std::size_t>(op)];
    made->a = a;
    made->b = b;
    return static_cast<const hir::Expr*>(made);
  };
  auto bad = [&](std::string help = {}) {
    auto& d = err(Code::bad_operands, binary.op_span.valid() ? binary.op_span : binary.span,
                  "`{}` cannot be applied to {} and {}", op_text(op), phrase(a->type), phrase(b->type));
    if (!help.empty()) d.with_help(std::move(help));
    return error(binary.span);
  };
  const TypeKind x = plain_kind(a->type);
  const TypeKind y = plain_kind(b->type);
  const bool any =
      x == TypeKind::any || y == TypeKind::any || x == TypeKind::alternatives || y == TypeKind::alternatives;
  auto number = [](TypeKind k) { return k == TypeKind::integer || k == TypeKind::floating; };
  if (equality) {
    auto container = [](TypeKind k) {
      return k == TypeKind::list || k == TypeKind::set || k == TypeKind::keyed_list;
    };
    auto object = [](TypeKind k) {
      return k == TypeKind::record || k == TypeKind::map || k == TypeKind::reference ||
             k == TypeKind::enclosing;
    };
    bool comparable = any || x == y || (number(x) && number(y)) || x == TypeKind::null ||
                      y == TypeKind::null || (container(x) && container(y)) || (object(x) && object(y));
    if (x == TypeKind::quantity && y == TypeKind::quantity &&
        strip(a->type)->dimension != strip(b->type)->dimension)
      comparable = false;
    if ((x == TypeKind::quantity && number(y)) || (y == TypeKind::quantity && number(x))) comparable = false;
    if (!comparable) return bad("they are never equal");
    return result(types.boolean());
  }
  if ((a->type->is(TypeKind::nullable) || b->type->is(TypeKind::nullable)) && !any)
    return bad("one side may be null: give a fallback with `??`");
  if (any) return result(comparison ? types.boolean() : types.any());
  if (x == TypeKind::quantity || y == TypeKind::quantity) {
    const Type* qa = strip(a->type);
    const Type* qb = strip(b->type);
    if (x == TypeKind::quantity && y == TypeKind::quantity) {
      if (qa->dimension != qb->dimension)
        return bad(fmt::format("{} and {} measure different things", dimension_name(qa->dimension),
                               dimension_name(qb->dimension)));
      if (comparison) return result(types.boolean());
      if (op == B::multiply) return bad("a quantity is multiplied by a number");
      return result(op == B::divide ? types.floating() : types.quantity(qa->dimension));
    }
    const Type* q = x == TypeKind::quantity ? qa : qb;
    if (!number(x == TypeKind::quantity ? y : x)) return bad();
    if (op == B::multiply || (op == B::divide && x == TypeKind::quantity))
      return result(types.quantity(q->dimension));
    if (q->dimension == Dimension::duration || op == B::divide || op == B::remainder)
      return bad("give the number a unit");
    return result(comparison ? types.boolean() : types.quantity(q->dimension));
  }
  if (comparison && x == TypeKind::string && y == TypeKind::string) return result(types.boolean());
  if (!number(x) || !number(y)) {
    if (op == B::add && (x == TypeKind::string || y == TypeKind::string))
      return bad("strings are joined by interpolation: `\"${a}${b}\"`");
    if (op == B::add && (x == TypeKind::list || y == TypeKind::list))
      return bad("lists are joined by spreading: `[...a, ...b]`");
    return bad();
  }
  if (comparison) return result(types.boolean());
  if (op == B::divide) return result(types.floating());
  return result(x == TypeKind::integer && y == TypeKind::integer ? types.integer() : types.floating());
}

}  // namespace flux
