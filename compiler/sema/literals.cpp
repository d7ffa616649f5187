// Numbers, quantities and strings.
#include <fmt/format.h>

#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

using hir::ExprKind;

namespace {

/// `90days` with a unit as it is written here, `90d`; `4gb` is `4GB`. Nothing when no spelling of the
/// dimension that is expected, or of any, is near.
std::optional<std::string> meant_quantity(std::string_view written, const Type* expected) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"day", "d"},    {"days", "d"},    {"hour", "h"},   {"hours", "h"},   {"hr", "h"},    {"hrs", "h"},
      {"min", "m"},    {"mins", "m"},    {"minute", "m"}, {"minutes", "m"}, {"sec", "s"},   {"secs", "s"},
      {"second", "s"}, {"seconds", "s"}, {"week", "w"},   {"weeks", "w"},   {"year", "y"},  {"years", "y"},
      {"gb", "GB"},    {"mb", "MB"},     {"kb", "KB"},    {"tb", "TB"},     {"gib", "GiB"}, {"mib", "MiB"},
      {"kib", "KiB"},  {"tib", "TiB"},   {"gi", "Gi"},    {"mi", "Mi"},     {"ki", "Ki"},   {"ti", "Ti"},
      {"g", "G"},      {"t", "T"}};
  const std::size_t end = written.find_last_of("0123456789");
  if (end == std::string_view::npos) return std::nullopt;
  std::string unit(written.substr(end + 1));
  for (char& c : unit) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  for (const auto& [word, means] : kWords) {
    if (word != unit) continue;
    std::string meant = fmt::format("{}{}", written.substr(0, end + 1), means);
    const bool wanted = expected == nullptr || !expected->is(TypeKind::quantity) ||
                        parse_quantity(meant, expected->dimension).amount.has_value();
    return wanted ? std::optional(std::move(meant)) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

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
      auto& d = err(Code::bad_quantity, span, "`{}` has no unit that is known", number.text);
      if (const auto meant = meant_quantity(number.text, bare)) {
        d.fix(fmt::format("did you mean `{}`?", *meant), span, (negative ? "-" : "") + *meant);
      }
      d.note(
          "units are `m` for CPU; `Ki Mi Gi Ti`, `k M G T` for bytes; `ns us ms s m h d w y` for durations; "
          "`%`");
      return error(span);
    }
    if ((possible & (possible - 1)) != 0) {
      if (bare != nullptr && bare->is(TypeKind::quantity)) {
        auto& d = err(Code::bad_quantity, span, "`{}` is no {}: {}", number.text,
                      dimension_name(bare->dimension), parse_quantity(number.text, bare->dimension).error);
        if (bare->dimension == Dimension::bytes) {
          const std::string meant = std::string{number.text.substr(0, number.text.size() - 1)} + "Mi";
          d.fix(fmt::format("did you mean `{}`?", meant), span, (negative ? "-" : "") + meant);
        }
        return error(span);
      }
      auto& d = err(Code::ambiguous_quantity, span,
                    "`{}` is millicores or minutes, and nothing here says which", number.text);
      const auto cores = parse_quantity(number.text, Dimension::cpu).amount;
      const auto time = parse_quantity(number.text, Dimension::duration).amount;
      const auto seconds = time ? format_quantity_as(*time, Dimension::duration, "seconds") : std::nullopt;
      d.with_help(cores && seconds
                      ? fmt::format("give the slot a type, or spell it otherwise: `{}` cores, `{}s`",
                                    static_cast<double>(*cores) / 1000, *seconds)
                      : "give the slot a type");
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

}  // namespace flux
