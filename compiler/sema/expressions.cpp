// Expressions, read against the type that is expected of them.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"

namespace flux {

using hir::ExprKind;
using hir::Op;

namespace {

std::string_view op_text(ast::BinaryOp op) {
  static constexpr std::string_view kText[] = {
      "??", "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"};
  return kText[static_cast<std::size_t>(op)];
}

/// The type whose shape a value of `type` has, for numbers and text.
TypeKind plain_kind(const Type* type) {
  type = strip(type);
  if (!type->is(TypeKind::literal)) return type->kind;
  if (type->literal.is_string()) return TypeKind::string;
  if (type->literal.is(ValueKind::boolean)) return TypeKind::boolean;
  return type->literal.is(ValueKind::integer) ? TypeKind::integer : TypeKind::floating;
}

const Type* follow(const Type* type) {
  type = strip(type);
  return type->is(TypeKind::reference) || type->is(TypeKind::enclosing) ? type->element : type;
}

}  // namespace

std::string phrase(const Type* type) {
  if (type->is(TypeKind::literal))
    return fmt::format("{} {}", kind_phrase(type->literal), describe(type->literal, 40));
  return fmt::format("`{}`", print_type(type));
}

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
    err(Code::literal_out_of_bounds, expr.span, "{} is outside `{}`", describe(v), print_type(bare))
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
  const Type* to = strip_nullable(expected);
  // What may wait is not said: a condition wants a bool, not a `deferred<bool>`.
  const Type* wanted = expected->is(TypeKind::deferred) ? expected->element : expected;
  auto& d = err(Code::type_mismatch, at.span, "expected `{}`, found {}", print_type(wanted), phrase(from));
  const TypeKind found = plain_kind(from);
  if (from->is(TypeKind::nullable) && fits(from->element, expected) == Fit::yes) {
    d.with_help("it may be null: give a fallback with `??`");
  } else if (from->is(TypeKind::null)) {
    d.with_help("this slot is never null; leave the member out, or `delete` what a layer below set");
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

const hir::Expr* Sema::Impl::lower(const ast::Expr& expr, Scope& scope, const Type* expected) {
  const hir::Expr* lowered = lower_unchecked(expr, scope, expected);
  if (expected == nullptr) return lowered;
  // A placed object may be pointed at, but stands in one place only.
  const Type* bare = strip(expected);
  if (lowered->type->is(TypeKind::record) &&
      (bare->is(TypeKind::record) || (bare->is(TypeKind::any) && false)) && is_path(expr, scope)) {
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

const hir::Expr* Sema::Impl::lower_number(const ast::Number& number, const Type* expected, bool negative,
                                          SourceSpan span) {
  const Type* bare = expected != nullptr ? strip(expected) : nullptr;
  if (number.form != ast::Number::Form::quantity) {
    Value value = number.form == ast::Number::Form::integer
                      ? Value::integer(negative ? -number.integer : number.integer)
                      : Value::floating(negative ? -number.floating : number.floating);
    if (bare != nullptr && bare->is(TypeKind::quantity) && bare->dimension != Dimension::duration) {
      QuantityResult read = parse_quantity((negative ? "-" : "") + std::string{number.text}, bare->dimension);
      if (!read.amount) {
        err(Code::bad_quantity, span, "`{}` is no {}: {}", sources.text(span),
            dimension_name(bare->dimension), read.error);
        return error(span);
      }
      std::string_view spelling = arena.copy_text((negative ? "-" : "") + std::string{number.text});
      return constant(Value::quantity(arena.make<Quantity>(bare->dimension, *read.amount, spelling)), span,
                      types.quantity(bare->dimension));
    }
    return constant(value, span, types.literal(value));
  }
  unsigned possible = dimensions_of_spelling(number.text);
  std::optional<Dimension> chosen;
  auto want = [&](const Type* t) {
    t = strip(t);
    if (t->is(TypeKind::quantity) && (possible & (1U << static_cast<unsigned>(t->dimension))) != 0 && !chosen)
      chosen = t->dimension;
  };
  if (bare != nullptr) {
    want(bare);
    if (bare->is(TypeKind::alternatives)) {
      for (const Type* arm : bare->alternatives) want(arm);
    }
  }
  if (!chosen) {
    if (possible == 0) {
      err(Code::bad_quantity, span, "`{}` has no unit that is known", number.text)
          .note(
              "units are `m` for CPU; `Ki Mi Gi Ti`, `k M G T` for bytes; `ns us ms s m h d w y` for "
              "durations; `%`");
      return error(span);
    }
    if ((possible & (possible - 1)) != 0) {
      err(Code::ambiguous_quantity, span, "`{}` is millicores or minutes, and nothing here says which",
          number.text)
          .with_help("give the slot a type, or spell it otherwise: `0.005` cores, `300s`");
      return error(span);
    }
    for (unsigned d = 0; d < 4; ++d) {
      if (possible == (1U << d)) chosen = static_cast<Dimension>(d);
    }
  }
  QuantityResult read = parse_quantity((negative ? "-" : "") + std::string{number.text}, *chosen);
  if (!read.amount) {
    err(Code::bad_quantity, span, "`{}` is no {}: {}", number.text, dimension_name(*chosen), read.error);
    return error(span);
  }
  std::string_view spelling = arena.copy_text((negative ? "-" : "") + std::string{number.text});
  return constant(Value::quantity(arena.make<Quantity>(*chosen, *read.amount, spelling)), span,
                  types.quantity(*chosen));
}

const hir::Expr* Sema::Impl::lower_string(const ast::String& string, Scope& scope, const Type*) {
  if (string.is_plain()) {
    Value value = Value::string(arena.copy_text(string.plain()));
    return constant(value, string.span, types.literal(value));
  }
  std::vector<const hir::Expr*> parts;
  bool deferred = false;
  bool secret = false;
  for (const ast::StringPart& part : string.parts) {
    if (part.expr == nullptr) {
      Value value = Value::string(arena.copy_text(part.text));
      parts.push_back(constant(value, part.span, types.string()));
      continue;
    }
    const hir::Expr* lowered = lower_unchecked(*part.expr, scope, nullptr);
    const Type* bare = strip(lowered->type);
    if (bare->is(TypeKind::list) || bare->is(TypeKind::set) || bare->is(TypeKind::map) ||
        bare->is(TypeKind::record) || bare->is(TypeKind::keyed_list) || bare->is(TypeKind::null)) {
      auto& d =
          err(Code::type_mismatch, part.expr->span, "{} cannot be part of a string", phrase(lowered->type));
      d.with_help("choose how to write it: `join(\", \", …)`, `jsonencode(…)`");
      lowered = error(part.expr->span);
    } else if (lowered->type->is(TypeKind::nullable)) {
      err(Code::type_mismatch, part.expr->span, "this may be null, and null cannot be part of a string")
          .with_help("give a fallback with `??`");
      lowered = error(part.expr->span);
    }
    for (const Type* t = lowered->type;
         t->element != nullptr &&
         (t->is(TypeKind::deferred) || t->is(TypeKind::secret) || t->is(TypeKind::nullable));
         t = t->element) {
      deferred |= t->is(TypeKind::deferred);
      secret |= t->is(TypeKind::secret);
    }
    parts.push_back(lowered);
  }
  const Type* type = types.string();
  if (secret) type = types.secret(type);
  if (deferred) type = types.deferred(type);
  hir::Expr* made = make(ExprKind::template_, string.span, type);
  made->items = arena.copy(parts);
  return made;
}

hir::Guard* Sema::Impl::lower_loop(const ast::ForHead& head, Scope& scope, Scope& iteration) {
  auto* guard = arena.make<hir::Guard>();
  guard->kind = hir::Guard::Kind::loop;
  guard->span = head.span;
  guard->source = lower(*head.source, scope, nullptr);
  guard->variables = head.second.name ? 2 : 1;
  const Type* source = follow(guard->source->type);
  const bool deferred = guard->source->type->is(TypeKind::deferred);
  const Type* key = types.string();
  const Type* value = types.any();
  switch (source->kind) {
    case TypeKind::list:
    case TypeKind::set:
      key = types.integer();
      value = source->element;
      break;
    case TypeKind::keyed_list:
      value = source->element;
      break;
    case TypeKind::map:
      value = source->element;
      break;
    case TypeKind::record:
    case TypeKind::any:
      break;
    case TypeKind::error:
      value = key = types.error();
      break;
    case TypeKind::alternatives:
      break;
    default:
      err(Code::type_mismatch, head.source->span, "{} cannot be looped over", phrase(guard->source->type))
          .with_help("loop over a list, a set or a map");
      value = key = types.error();
      guard->source = error(head.source->span);
  }
  if (source->is(TypeKind::any)) key = types.any();
  if (deferred) {
    key = types.deferred(key);
    value = types.deferred(value);
  }
  iteration.kind = Scope::Kind::iteration;
  iteration.parent = &scope;
  iteration.module = scope.module;
  iteration.in_emit = scope.in_emit;
  iteration.in_terraform = scope.in_terraform;
  iteration.variables.emplace_back(head.first.name, guard->variables == 2 ? key : value);
  if (guard->variables == 2) iteration.variables.emplace_back(head.second.name, value);
  if (head.condition != nullptr)
    guard->filter = deferred ? lower(*head.condition, iteration, nullptr)
                             : condition(*head.condition, iteration, "the condition of `for`");
  return guard;
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

const hir::Expr* Sema::Impl::lower_list(const ast::List& list, Scope& scope, const Type* expected) {
  const Type* bare = expected != nullptr ? strip(expected) : nullptr;
  const Type* element = element_of(expected);
  std::vector<hir::ListItem> items;
  const Type* joined = nullptr;
  bool deferred_source = false;
  auto note = [&](const Type* type) { joined = joined == nullptr ? type : types.common(joined, type); };
  for (const ast::ListItem& item : list.items) {
    hir::ListItem made{};
    switch (item.kind) {
      case ast::ListItem::Kind::element:
        made = {hir::ListItem::Kind::element, lower(*item.value, scope, element)};
        note(made.value->type);
        break;
      case ast::ListItem::Kind::spread: {
        const Type* wanted = element != nullptr ? types.list(element) : nullptr;
        made = {hir::ListItem::Kind::spread, lower(*item.value, scope, wanted)};
        const Type* from = element_of(made.value->type);
        if (from == nullptr && !strip(made.value->type)->is(TypeKind::any) &&
            !made.value->type->is(TypeKind::error)) {
          err(Code::type_mismatch, item.value->span, "`...` spreads a list here, found {}",
              phrase(made.value->type));
          made.value = error(item.value->span);
        }
        note(from != nullptr ? from : types.any());
        break;
      }
      case ast::ListItem::Kind::loop: {
        Scope iteration{};
        hir::Guard* loop = lower_loop(item.head, scope, iteration);
        deferred_source |= loop->source->type->is(TypeKind::deferred);
        const hir::Expr* value =
            lower(*item.value, iteration,
                  element != nullptr && loop->source->type->is(TypeKind::deferred) ? types.deferred(element)
                                                                                   : element);
        loop->lets = arena.copy(iteration.lowered_lets);
        made = {hir::ListItem::Kind::loop, value, loop};
        note(value->type);
        break;
      }
    }
    items.push_back(made);
  }
  const Type* type = nullptr;
  if (bare != nullptr && (bare->is(TypeKind::list) || bare->is(TypeKind::set)) && !deferred_source) {
    type = bare;
  } else {
    // Literals widen: a list of "a" and "b" is a list of strings.
    const Type* of = element != nullptr ? element : joined != nullptr ? joined : types.any();
    if (of->is(TypeKind::literal)) {
      switch (plain_kind(of)) {
        case TypeKind::string:
          of = types.string();
          break;
        case TypeKind::boolean:
          of = types.boolean();
          break;
        case TypeKind::integer:
          of = types.integer();
          break;
        default:
          of = types.floating();
      }
    }
    if (of->is(TypeKind::deferred) && !deferred_source) {
      type = types.list(of);
    } else {
      type = types.list(of->is(TypeKind::error) ? types.any() : of);
    }
    if (deferred_source) type = types.deferred(types.list(strip(of)));
  }
  // Bounds and aliases of the expected type are for the slot; elements are checked as they are made.
  hir::Expr* made = make(ExprKind::list, list.span, type);
  made->list_items = arena.copy(items);
  return made;
}

const hir::Expr* Sema::Impl::lower_construct(const ast::Expr& at, const Type* type, const ast::Body& body,
                                             Scope& scope) {
  const Type* bare = strip(type);
  View view{.type = bare};
  begin_with(view, bare);
  Scope* parent = &scope;
  Name layer = current_layer;
  const Type* saved = std::exchange(super_type, nullptr);
  const hir::Body* lowered =
      lower_body(body, view, parent, *scope.module, {.layer = layer, .open_scope = !scope.in_emit});
  super_type = saved;
  hir::Expr* made = make(ExprKind::construct, at.span, bare);
  made->body = lowered;
  return made;
}

const hir::Expr* Sema::Impl::lower_object(const ast::Expr& at, const ast::Body& body, Scope& scope,
                                          const Type* expected) {
  const Type* bare = expected != nullptr ? strip(expected) : types.any();
  if (bare->is(TypeKind::alternatives)) {
    // The tag decides; without one, the arm that has every field that is written.
    std::vector<const Type*> candidates;
    std::vector<std::pair<Name, const ast::Expr*>> written;
    for (const ast::Member* member : body.members) {
      if (member->kind == ast::MemberKind::set) {
        const auto& set = ast::as<ast::SetMember>(*member);
        if (set.path.steps[0].kind == ast::PathStep::Kind::name)
          written.emplace_back(set.path.steps[0].name.name, set.path.steps.size() == 1 ? set.value : nullptr);
      } else if (member->kind == ast::MemberKind::amend) {
        const auto& amend = ast::as<ast::AmendMember>(*member);
        if (amend.path.steps[0].kind == ast::PathStep::Kind::name)
          written.emplace_back(amend.path.steps[0].name.name, nullptr);
      }
    }
    const Type* tagged = nullptr;
    for (const Type* arm : bare->alternatives) {
      const Type* record = strip(arm);
      if (record->is(TypeKind::map) || record->is(TypeKind::any)) candidates.push_back(record);
      if (!record->is(TypeKind::record)) continue;
      if (record->record->tag) {
        const Field* tag = record->record->find(record->record->tag);
        for (auto& [name, value] : written) {
          if (name != tag->name || value == nullptr || value->kind != ast::ExprKind::string ||
              !ast::as<ast::String>(*value).is_plain())
            continue;
          if (tag->type->literal.is_string() &&
              tag->type->literal.as_string() == ast::as<ast::String>(*value).plain())
            tagged = record;
        }
      }
      if (std::ranges::all_of(written,
                              [&](const auto& w) { return record->record->find(w.first) != nullptr; }))
        candidates.push_back(record);
    }
    if (tagged != nullptr) return lower_construct(at, tagged, body, scope);
    if (candidates.size() == 1) return lower_construct(at, candidates[0], body, scope);
    auto& d = err(Code::ambiguous_union, at.span, "{} of `{}`",
                  candidates.empty() ? "these fields fit no arm" : "these fields fit several arms",
                  print_type(bare));
    d.with_help("name the type: `Type { … }`");
    return error(at.span);
  }
  switch (bare->kind) {
    case TypeKind::record:
      if (bare->record->is_abstract) {
        err(Code::abstract_constructed, at.span, "`{}` is abstract: say which one this is", print_type(bare))
            .label(bare->record->span, "declared here")
            .with_help("name the type: `Type { … }`");
        return error(at.span);
      }
      return lower_construct(at, bare, body, scope);
    case TypeKind::map:
    case TypeKind::keyed_list:
    case TypeKind::any:
      return lower_construct(at, bare, body, scope);
    case TypeKind::error: {
      std::size_t before = diagnostics.error_count();
      const hir::Expr* made = lower_construct(at, types.any(), body, scope);
      return diagnostics.error_count() > before ? error(at.span) : made;
    }
    default:
      return fit(constant(Value{}, at.span, types.map(types.string(), types.any())), expected, at);
  }
}

const hir::Expr* Sema::Impl::lower_with(const ast::With& with, Scope& scope, const Type* expected) {
  const hir::Expr* base = lower_unchecked(*with.base, scope, expected);
  const Type* bare = follow(base->type);
  if (bare->is(TypeKind::error)) return error(with.span);
  const bool object = bare->is(TypeKind::record) || bare->is(TypeKind::map) || bare->is(TypeKind::any) ||
                      bare->is(TypeKind::keyed_list);
  if (!object) {
    err(Code::bad_operands, with.base->span, "`with` changes an object, found {}", phrase(base->type));
    return error(with.span);
  }
  if (base->type->is(TypeKind::nullable)) {
    err(Code::bad_operands, with.base->span, "this may be null, and null cannot be changed")
        .with_help("give a fallback with `??`");
    return error(with.span);
  }
  View view = *view_of(bare);
  if (base->kind == ExprKind::construct) view.add(*base->body);
  const Type* saved = std::exchange(super_type, nullptr);
  const hir::Body* body = lower_body(*with.body, view, &scope, *scope.module,
                                     {.layer = current_layer, .open_scope = !scope.in_emit});
  super_type = saved;
  hir::Expr* made = make(ExprKind::with, with.span, bare);
  made->a = base;
  made->body = body;
  return made;
}

const Type* Sema::Impl::member_type(const Type* base, Name name, SourceSpan at, bool optional) {
  const bool deferred = base->is(TypeKind::deferred);
  const bool secret = base->is(TypeKind::secret);
  const Type* bare = follow(base);
  auto wrap = [&](const Type* type) {
    if (secret) type = types.secret(type);
    return deferred ? types.deferred(type) : type;
  };
  if (base->is(TypeKind::nullable) && !optional && !bare->is(TypeKind::any)) {
    err(Code::type_mismatch, at, "`.{}` of a value that may be null", name.text())
        .with_help(fmt::format("`?.{}` passes null on", name.text()));
    return types.error();
  }
  switch (bare->kind) {
    case TypeKind::error:
      return types.error();
    case TypeKind::any:
      return wrap(types.any());
    case TypeKind::map:
      return wrap(bare->element);
    case TypeKind::keyed_list:
      return wrap(bare->element);
    case TypeKind::record: {
      const Field* field = bare->record->find(name);
      if (field != nullptr) return wrap(field->type);
      unknown_field(*bare->record, name, at, false);
      return types.error();
    }
    case TypeKind::alternatives: {
      const Type* joined = nullptr;
      for (const Type* arm : bare->alternatives) {
        const Type* record = follow(arm);
        const Type* of = record->is(TypeKind::record) && record->record->find(name) != nullptr
                             ? record->record->find(name)->type
                         : record->is(TypeKind::map) ? record->element
                         : record->is(TypeKind::any) ? types.any()
                                                     : nullptr;
        if (of == nullptr) {
          err(Code::unknown_field, at, "`{}` has no field `{}`", print_type(arm), name.text())
              .note(fmt::format("the value is one of `{}`", print_type(bare)))
              .with_help("`match` tells them apart: `match x { is T => …, else => … }`");
          return types.error();
        }
        joined = joined == nullptr ? of : types.common(joined, of);
      }
      return wrap(joined);
    }
    default: {
      auto& d = err(Code::unknown_field, at, "{} has no field `{}`", phrase(base), name.text());
      if (bare->is(TypeKind::list))
        d.with_help("a list is indexed, `xs[0]`, or looped over, `[for x in xs : x.…]`");
      return types.error();
    }
  }
}

const hir::Expr* Sema::Impl::lower_field(const ast::Field& field, Scope& scope, const Type*) {
  if (field.base->kind == ast::ExprKind::name) {
    // A module's name in front.
    Name word = ast::as<ast::NameExpr>(*field.base).name;
    bool shadowed = false;
    for (const Scope* s = &scope; s != nullptr && !shadowed; s = s->parent) {
      shadowed = s->lets.contains(word) ||
                 std::ranges::any_of(s->variables, [&](const auto& v) { return v.first == word; }) ||
                 (s->fields != nullptr && s->current_field != word && s->fields->find(word) != nullptr);
    }
    if (!shadowed) {
      auto found = scope.module->names.find(word);
      if (found != scope.module->names.end() && found->second->kind == Symbol::Kind::module) {
        Symbol* module = find_symbol(*scope.module, word);
        Symbol* symbol = find_symbol(*module->target, field.field.name);
        if (symbol != nullptr && symbol->kind == Symbol::Kind::let && symbol->owner == module->target) {
          hir::GlobalLet* let = lower_global(*symbol, field.field.span);
          if (let == nullptr) return error(field.span);
          hir::Expr* made = make(ExprKind::global, field.span, let->type);
          made->global = let;
          return made;
        }
        err(Code::unknown_export, field.field.span, "`{}` has no value `{}`", word.text(),
            field.field.name.text());
        return error(field.span);
      }
    }
  }
  if (!field.optional) {
    if (const hir::Expr* handle = lower_handle(field, scope)) return handle;
  }
  // `(T of ours).n` needs the next word too: a lone resource type is an unknown name, said below.
  const hir::Expr* base = lower_unchecked(*field.base, scope, nullptr);
  if (base->type->is(TypeKind::error)) return error(field.span);
  const Type* type = member_type(base->type, field.field.name, field.field.span, field.optional);
  if (type->is(TypeKind::error)) return error(field.span);
  if (field.optional && base->type->is(TypeKind::nullable)) type = types.nullable(type);
  hir::Expr* made = make(ExprKind::field, field.span, type);
  made->a = base;
  made->name = field.field.name;
  made->name_span = field.field.span;
  made->optional = field.optional;
  return made;
}

const hir::Expr* Sema::Impl::lower_index(const ast::Index& index, Scope& scope) {
  const hir::Expr* base = lower_unchecked(*index.base, scope, nullptr);
  if (base->type->is(TypeKind::error)) {
    lower(*index.index, scope, nullptr);
    return error(index.span);
  }
  const Type* bare = follow(base->type);
  const bool deferred = base->type->is(TypeKind::deferred);
  const hir::Expr* at = nullptr;
  const Type* type = types.any();
  switch (bare->kind) {
    case TypeKind::list:
    case TypeKind::set:
      at = lower(*index.index, scope, deferred ? types.deferred(types.integer()) : types.integer());
      type = bare->element;
      break;
    case TypeKind::map:
      at = lower(
          *index.index, scope,
          bare->key != nullptr ? (deferred ? types.deferred(types.string()) : types.string()) : nullptr);
      type = bare->element;
      break;
    case TypeKind::keyed_list:
      at = lower(*index.index, scope, nullptr);
      type = bare->element;
      break;
    case TypeKind::record: {
      at = lower(*index.index, scope, types.string());
      if (at->kind == ExprKind::constant && at->value.is_string()) {
        type = member_type(base->type, intern(at->value.as_string()), index.index->span, false);
        if (type->is(TypeKind::error)) return error(index.span);
      }
      break;
    }
    case TypeKind::any:
      at = lower(*index.index, scope, nullptr);
      break;
    default:
      err(Code::bad_operands, index.span, "{} cannot be indexed", phrase(base->type))
          .with_help("lists are indexed by number, maps by key");
      return error(index.span);
  }
  if (at->type->is(TypeKind::error)) return error(index.span);
  hir::Expr* made = make(ExprKind::index, index.span,
                         deferred || at->type->is(TypeKind::deferred) ? types.deferred(type) : type);
  made->a = base;
  made->b = at;
  return made;
}

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

const hir::Expr* Sema::Impl::lower_in_unit(const ast::InUnit& in, Scope& scope) {
  const hir::Expr* value = lower_unchecked(*in.value, scope, nullptr);
  const Type* bare = strip(value->type);
  if (bare->is(TypeKind::error)) return error(in.span);
  std::optional<std::int64_t> size;
  if (bare->is(TypeKind::quantity)) {
    size = unit_size(in.unit.name.text(), bare->dimension);
    if (!size) {
      err(Code::bad_quantity, in.unit.span, "`{}` is no unit of `{}`", in.unit.name.text(),
          dimension_name(bare->dimension))
          .note(fmt::format("its units are {}", unit_list(bare->dimension)));
      return error(in.span);
    }
  } else if (bare->is(TypeKind::any)) {
    for (unsigned d = 0; d < 4 && !size; ++d)
      size = unit_size(in.unit.name.text(), static_cast<Dimension>(d));
  }
  if (!size) {
    err(Code::bad_operands, in.value->span, "`in` wants a quantity, found {}", phrase(value->type));
    return error(in.span);
  }
  // Whether the number is whole is known with the value.
  const Type* type = types.floating();
  if (value->type->is(TypeKind::deferred)) type = types.deferred(type);
  hir::Expr* made = make(ExprKind::in_unit, in.span, type);
  made->a = value;
  made->unit_size = *size;
  made->name = in.unit.name;
  return made;
}

const hir::Expr* Sema::Impl::lower_unchecked(const ast::Expr& expr, Scope& scope, const Type* expected) {
  if (&expr == set_value && expected != nullptr) {
    // `--set`: a scalar is read as YAML reads it, by its type, so that a shell needs no second pair of
    // quotes.
    const Type* bare = strip(expected);
    const bool scalar = bare->is(TypeKind::string) || bare->is(TypeKind::boolean) ||
                        bare->is(TypeKind::integer) || bare->is(TypeKind::floating) ||
                        bare->is(TypeKind::quantity) || bare->is(TypeKind::literal) ||
                        bare->is(TypeKind::alternatives);
    const bool quoted = set_text.starts_with('"');
    if (!set_is_flux || (scalar && !quoted && set_text != "null")) {
      YamlNode node{.kind = YamlKind::scalar,
                    .plain = !bare->is(TypeKind::string),
                    .span = expr.span,
                    .text = set_text};
      return data_scalar(node, expected);
    }
  }
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
