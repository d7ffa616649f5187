// Fields and entries of values.
#include <fmt/format.h>

#include <algorithm>

#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

using hir::ExprKind;

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
        if (symbol != nullptr && symbol->kind == Symbol::Kind::let && module->target->exports(*symbol)) {
          if (!may_name(*symbol, *scope.module, field.field.span)) return error(field.span);
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

}  // namespace flux
