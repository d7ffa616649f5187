// Lists, objects, constructions, and the loops in them.
#include <algorithm>

#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

using hir::ExprKind;

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

}  // namespace flux
