// `match`: its patterns, and whether they cover every value.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

using hir::ExprKind;

const hir::Expr* Sema::Impl::lower_match(const ast::Match& match, Scope& scope, const Type* expected) {
  const hir::Expr* subject = lower(*match.subject, scope, nullptr);
  if (subject->type->is(TypeKind::deferred)) {
    err(Code::deferred_condition, match.subject->span,
        "the subject of `match` must be known, and this is known only during apply")
        .with_help("a condition may wait: `if c then a else b`");
    return error(match.span);
  }
  const Type* bare = strip(subject->type);
  std::vector<hir::MatchArm> arms;
  std::vector<Value> covered;
  bool complete = false;
  const Type* type = nullptr;
  bool failed = subject->type->is(TypeKind::error);
  for (const ast::MatchArm& arm : match.arms) {
    std::vector<hir::MatchPattern> patterns;
    for (const ast::Pattern& pattern : arm.patterns) {
      hir::MatchPattern made{.kind = hir::MatchPattern::Kind::otherwise};
      auto value_of = [&](const ast::Expr& e) -> Value {
        const hir::Expr* lowered = lower_unchecked(
            e, scope, bare->is(TypeKind::quantity) || bare->is(TypeKind::alternatives) ? bare : nullptr);
        if (lowered->kind != ExprKind::constant) {
          if (!lowered->type->is(TypeKind::error))
            err(Code::bad_operands, e.span, "a pattern is a literal, a range, `is T` or `else`");
          failed = true;
          return Value::null();
        }
        const Type* scalar = bare->is(TypeKind::record) || bare->is(TypeKind::list) || bare->is(TypeKind::map)
                                 ? nullptr
                                 : bare;
        if (!failed && !lowered->value.is_null() &&
            (scalar == nullptr ||
             (fits(lowered->type, subject->type) == Fit::no && !bare->is(TypeKind::alternatives)) ||
             (bare->is(TypeKind::alternatives) && fits(lowered->type, bare) == Fit::no))) {
          auto& d = err(Code::type_mismatch, e.span, "{} is never {}", phrase(subject->type),
                        phrase(lowered->type));
          if (bare->is(TypeKind::alternatives) && lowered->value.is_string()) {
            std::vector<std::string_view> words;
            for (const Type* option : bare->alternatives) {
              if (option->is(TypeKind::literal) && option->literal.is_string())
                words.push_back(option->literal.as_string());
            }
            if (auto near = closest(lowered->value.as_string(), words))
              d.fix(fmt::format("did you mean `\"{}\"`?", *near), e.span, fmt::format("\"{}\"", *near));
          }
          failed = true;
        }
        return lowered->value;
      };
      switch (pattern.kind) {
        case ast::Pattern::Kind::otherwise:
          complete = true;
          break;
        case ast::Pattern::Kind::is_type:
          made.kind = hir::MatchPattern::Kind::is_type;
          made.type = resolve(*pattern.type, *scope.module);
          break;
        case ast::Pattern::Kind::value:
          made.kind = hir::MatchPattern::Kind::value;
          made.value = value_of(*pattern.value);
          covered.push_back(made.value);
          break;
        case ast::Pattern::Kind::range:
          made.kind = hir::MatchPattern::Kind::range;
          if (pattern.low != nullptr) {
            made.has_low = true;
            made.low = value_of(*pattern.low);
          }
          if (pattern.high != nullptr) {
            made.has_high = true;
            made.high = value_of(*pattern.high);
          }
          break;
      }
      patterns.push_back(made);
    }
    const hir::Expr* value = arm.value != nullptr ? lower(*arm.value, scope, expected) : error(arm.span);
    failed |= value->type->is(TypeKind::error);
    type = type == nullptr ? value->type : types.common(type, value->type);
    arms.push_back({arena.copy(patterns), value});
  }
  if (!complete && !failed) {
    // Every alternative named is as good as `else`.
    auto is_covered = [&](const Type* arm) {
      if (arm->is(TypeKind::literal))
        return std::ranges::any_of(covered, [&](const Value& v) { return equal(v, arm->literal); });
      for (const hir::MatchArm& made : arms) {
        for (const hir::MatchPattern& p : made.patterns) {
          if (p.kind == hir::MatchPattern::Kind::is_type && fits(arm, p.type) == Fit::yes) return true;
        }
      }
      return false;
    };
    const Type* arms_of_type = bare->is(TypeKind::alternatives) ? bare : nullptr;
    bool booleans = bare->is(TypeKind::boolean) && covered.size() >= 2;
    const Type* open = nullptr;
    if (arms_of_type != nullptr) {
      for (const Type* arm : arms_of_type->alternatives) {
        if (!is_covered(arm) && open == nullptr) open = arm;
      }
    }
    if (!booleans && (arms_of_type == nullptr || open != nullptr) && !is_covered(bare)) {
      err(Code::match_not_exhaustive, match.span, "this `match` {}",
          open != nullptr ? fmt::format("has no arm for `{}`", print_type(open))
                          : "does not cover every value")
          .with_help("add `else => …`");
      return error(match.span);
    }
  }
  if (failed) return error(match.span);
  hir::Expr* made = make(ExprKind::match, match.span, type != nullptr ? type : types.error());
  made->a = subject;
  made->arms = arena.copy(arms);
  return made;
}

}  // namespace flux
