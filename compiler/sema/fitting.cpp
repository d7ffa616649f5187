// Whether an expression fits the type that is expected of it, and what to say when it does not.
#include <fmt/format.h>
#include <re2/re2.h>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

using hir::ExprKind;

const Type* Sema::Impl::element_of(const Type* type) {
  if (type == nullptr) return nullptr;
  type = strip(type);
  if (type->is(TypeKind::list) || type->is(TypeKind::set) || type->is(TypeKind::keyed_list))
    return type->element;
  if (type->is(TypeKind::alternatives)) {
    for (const Type* arm : type->alternatives) {
      if (const Type* element = element_of(arm)) return element;
    }
  }
  return nullptr;
}

bool Sema::Impl::constant_fits(const hir::Expr& expr, const Type* expected) {
  // What a literal shows at once: bounds and patterns. The final value is checked again in any case.
  const Type* bare = strip(expected);
  if (expr.kind != ExprKind::constant || bare->refinement == nullptr) return true;
  const Refinement& r = *bare->refinement;
  const Value& v = expr.value;
  auto fail = [&] {
    const bool secret = has_secret(expected) || sources.is_concealed(expr.span);
    err(Code::literal_out_of_bounds, expr.span, "{} is outside `{}`", secret ? "(secret)" : describe(v),
        print_type(bare))
        .note(bare->alias
                  ? fmt::format("`{}` is `{}`", bare->alias.text(), print_type(types.aliased(bare, Name{})))
                  : fmt::format("the type admits `{}`", print_type(bare)));
    return false;
  };
  if (r.has_range() && (v.is(ValueKind::integer) || v.is(ValueKind::floating) || v.is(ValueKind::quantity))) {
    if (bare->is(TypeKind::quantity) && !v.is(ValueKind::quantity)) return true;
    double amount = v.is(ValueKind::quantity) ? static_cast<double>(v.as_quantity().amount) : v.number();
    double low = bare->is(TypeKind::quantity) ? static_cast<double>(r.range.low_int) : r.range.low;
    double high = bare->is(TypeKind::quantity) ? static_cast<double>(r.range.high_int) : r.range.high;
    if ((r.range.has_low && amount < low) || (r.range.has_high && amount > high)) return fail();
  }
  if (v.is_string()) {
    std::int64_t length = 0;
    for (char c : v.as_string()) length += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if ((r.length.has_low && length < r.length.low_int) || (r.length.has_high && length > r.length.high_int))
      return fail();
    for (const Pattern& pattern : r.patterns) {
      if (!RE2::PartialMatch(re2::StringPiece(v.as_string().data(), v.as_string().size()), *pattern.regex))
        return fail();
    }
  }
  return true;
}

bool Sema::Impl::is_path(const ast::Expr& expr, Scope& scope) {
  switch (expr.kind) {
    case ast::ExprKind::name: {
      Name name = ast::as<ast::NameExpr>(expr).name;
      if (name.text() == "self" || name.text() == "root") return true;
      for (Scope* s = &scope; s != nullptr; s = s->parent) {
        for (const auto& [variable, type] : s->variables) {
          if (variable == name) return s->kind == Scope::Kind::iteration;  // what is looped over is placed
        }
        if (auto let = s->lets.find(name); let != s->lets.end()) {
          // A `let` is what it names; one that is made of itself is nothing, and was reported.
          if (std::exchange(let->second.followed, true)) return false;
          const bool placed = is_path(*let->second.member->value, *s);
          let->second.followed = false;
          return placed;
        }
      }
      for (const Scope* s = &scope; s != nullptr; s = s->parent) {
        if (s->fields != nullptr && s->current_field != name && s->fields->find(name) != nullptr) return true;
      }
      return false;
    }
    case ast::ExprKind::field:
      return is_path(*ast::as<ast::Field>(expr).base, scope);
    case ast::ExprKind::index:
      return is_path(*ast::as<ast::Index>(expr).base, scope);
    default:
      return false;
  }
}

const hir::Expr* Sema::Impl::fit(const hir::Expr* expr, const Type* expected, const ast::Expr& at) {
  if (expected == nullptr || expr->type->is(TypeKind::error)) return expr;
  if (fits(expr->type, expected) == Fit::yes)
    return constant_fits(*expr, expected) ? expr : error(expr->span);
  const Type* from = expr->type;
  // What Terraform will know may have been recorded; the evaluator knows.
  if (in_document && from->is(TypeKind::deferred) && fits(from->element, expected) == Fit::yes) return expr;
  const Type* to = strip_nullable(expected);
  // What may wait is not said: a condition wants a bool, not a `deferred<bool>`.
  const Type* wanted = expected->is(TypeKind::deferred) ? expected->element : expected;
  if (from->is(TypeKind::literal) && (has_secret(expected) || sources.is_concealed(at.span))) {
    // Neither the message nor a fix may repeat it.
    err(Code::type_mismatch, at.span, "expected `{}`, found {}", print_type(wanted),
        kind_phrase(from->literal));
    return error(at.span);
  }
  auto& d = err(Code::type_mismatch, at.span, "expected `{}`, found {}", print_type(wanted), phrase(from));
  const TypeKind found = plain_kind(from);
  if (from->is(TypeKind::nullable) && fits(from->element, expected) == Fit::yes) {
    d.with_help("it may be null: give a fallback with `??`");
  } else if (from->is(TypeKind::null)) {
    d.with_help("this slot is never null; leave the member out, or `delete` what a layer below set");
  } else if (from->is(TypeKind::deferred) && to->may_wait) {
    // It may be known late; what it will be is something else.
    if (to->is(TypeKind::boolean)) d.with_help("`tobool(…)` makes it one");
    if (to->is(TypeKind::integer) || to->is(TypeKind::floating)) d.with_help("`tonumber(…)` makes it one");
  } else if (from->is(TypeKind::deferred)) {
    d.note("its value is known only during apply")
        .with_help(fmt::format("what waits for it must say so: `deferred<{}>`", print_type(to)));
  } else if (to->is(TypeKind::alternatives) && from->is(TypeKind::literal) && from->literal.is_string()) {
    std::vector<std::string_view> words;
    for (const Type* arm : to->alternatives) {
      if (arm->is(TypeKind::literal) && arm->literal.is_string()) words.push_back(arm->literal.as_string());
    }
    if (auto near = closest(from->literal.as_string(), words))
      d.fix(fmt::format("did you mean `\"{}\"`?", *near), at.span, fmt::format("\"{}\"", *near));
  } else if (to->is(TypeKind::quantity) && found == TypeKind::string && from->is(TypeKind::literal)) {
    if (parse_quantity(from->literal.as_string(), to->dimension).amount)
      d.fix("quantities stand without quotes", at.span, std::string{from->literal.as_string()});
  } else if (to->is(TypeKind::quantity) && to->dimension == Dimension::duration &&
             (found == TypeKind::integer || found == TypeKind::floating)) {
    d.with_help("a duration wants a unit: `30s`, `5m`, `90d`");
  } else if (to->is(TypeKind::string) &&
             (found == TypeKind::integer || found == TypeKind::boolean || found == TypeKind::floating)) {
    std::string written{sources.text(at.span)};
    d.fix("text is quoted", at.span,
          expr->kind == ExprKind::constant ? fmt::format("\"{}\"", written)
                                           : fmt::format("\"${{{}}}\"", written));
  } else if ((to->is(TypeKind::integer) || to->is(TypeKind::boolean) || to->is(TypeKind::floating)) &&
             found == TypeKind::string && from->is(TypeKind::literal)) {
    std::string_view text = from->literal.as_string();
    bool reads = to->is(TypeKind::boolean)
                     ? text == "true" || text == "false"
                     : !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    if (reads) d.fix("written without quotes it is one", at.span, std::string{text});
  } else if (element_of(expected) != nullptr && fits(from, element_of(expected)) == Fit::yes) {
    d.fix("a list stands in brackets", at.span, fmt::format("[{}]", sources.text(at.span)));
  } else if (to->is(TypeKind::record) && from->is(TypeKind::reference)) {
    d.with_help("a copy of what it points at is `… with { }`");
  }
  return error(at.span);
}

}  // namespace flux
