// Members to entries. Within one body the plain sets are lowered first, those of short paths before those of
// long ones, so that amendments see what they construct.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

namespace {

bool is_amendable(const Type* type) {
  return type->is(TypeKind::record) || type->is(TypeKind::map) || type->is(TypeKind::keyed_list) ||
         type->is(TypeKind::any);
}

bool is_scalar(const Type* type) {
  type = strip(type);
  switch (type->kind) {
    case TypeKind::alternatives:
      return std::ranges::all_of(type->alternatives, is_scalar);
    case TypeKind::error:
    case TypeKind::any:
    case TypeKind::null:
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::floating:
    case TypeKind::string:
    case TypeKind::quantity:
    case TypeKind::literal:
      return true;
    default:
      return false;
  }
}

/// What `check across environments` can compare.
bool is_comparable(const Type* type) {
  const Type* bare = strip(type);
  const bool collection = bare->is(TypeKind::list) || bare->is(TypeKind::set) || bare->is(TypeKind::map);
  return is_scalar(collection && bare->element != nullptr ? bare->element : bare);
}

std::uint8_t via_of(const hir::Guard* guard) {
  std::uint8_t via = kDirect;
  for (; guard != nullptr; guard = guard->outer)
    via |= guard->kind == hir::Guard::Kind::loop ? kViaLoop : kViaGuard;
  return via;
}

OriginOp origin_op(hir::EntryOp op, bool in_type) {
  switch (op) {
    case hir::EntryOp::default_:
      return OriginOp::default_;
    case hir::EntryOp::amend:
    case hir::EntryOp::star:
      return OriginOp::amend;
    case hir::EntryOp::append:
      return OriginOp::append;
    case hir::EntryOp::remove:
      return OriginOp::remove;
    case hir::EntryOp::erase:
      return OriginOp::erase;
    default:
      return in_type ? OriginOp::type_default : OriginOp::set;
  }
}

bool sets(hir::EntryOp op) {
  return op == hir::EntryOp::set || op == hir::EntryOp::default_;
}

bool adjusts(hir::EntryOp op) {
  return op == hir::EntryOp::append || op == hir::EntryOp::remove;
}

/// Whether two unguarded writes of one body to one thing leave open which of them holds.
bool contradict(hir::EntryOp a, hir::EntryOp b) {
  return (sets(a) && sets(b)) || (a == hir::EntryOp::set && adjusts(b)) ||
         (adjusts(a) && b == hir::EntryOp::set);
}

/// Null for members without one.
const ast::Path* path_of(const ast::Member& member) {
  switch (member.kind) {
    case ast::MemberKind::set:
      return &ast::as<ast::SetMember>(member).path;
    case ast::MemberKind::amend:
      return &ast::as<ast::AmendMember>(member).path;
    case ast::MemberKind::star_is:
      return &ast::as<ast::StarIsMember>(member).path;
    case ast::MemberKind::append:
    case ast::MemberKind::remove:
      return &ast::as<ast::ChangeMember>(member).path;
    case ast::MemberKind::erase:
      return &ast::as<ast::EraseMember>(member).path;
    default:
      return nullptr;
  }
}

/// In which order the members of a body are lowered.
std::size_t rank_of(const ast::Member& member) {
  switch (member.kind) {
    case ast::MemberKind::declare:
    case ast::MemberKind::loop_entry:
      return 0;
    case ast::MemberKind::set:
      return path_of(member)->steps.size();
    default:
      return SIZE_MAX;
  }
}

}  // namespace

std::span<const hir::Entry* const> View::entries(Name head) {
  index();
  auto found = by_head.find(head);
  return found == by_head.end() ? std::span<const hir::Entry* const>{} : found->second;
}

bool View::dynamic() {
  index();
  return is_dynamic;
}

void View::index() {
  for (; indexed < bodies.size(); ++indexed) {
    const hir::Body& body = *bodies[indexed];
    is_dynamic |= !body.dynamic.empty();
    for (const hir::Entry& entry : body.entries) {
      if (entry.head) by_head[entry.head].push_back(&entry);
    }
  }
}

void View::add(const hir::Body& body) {
  bodies.push_back(&body);
  // What was said of these slots is no longer all.
  if (!body.dynamic.empty()) children.clear();
  for (const hir::Entry& entry : body.entries) children.erase(entry.head);
}

void Sema::Impl::begin_with(View& view, const Type* type) {
  view.bodies.clear();
  view.children.clear();
  view.by_head.clear();
  view.indexed = 0;
  view.is_dynamic = false;
  if (!type->is(TypeKind::record)) return;
  ensure_body(*type->record);
  for (const RecordType* record = type->record; record != nullptr; record = record->base) {
    if (record->body != nullptr) view.bodies.insert(view.bodies.begin(), record->body);
  }
}

View* Sema::Impl::view_of(const Type* type) {
  auto found = type_views.find(type);
  if (found != type_views.end()) return found->second;
  View& view = views.emplace_back();
  view.type = type;
  view.open = true;
  begin_with(view, type);
  type_views.emplace(type, &view);
  return &view;
}

const Type* Sema::Impl::slot_type(const View& view, Name head) {
  switch (view.type->kind) {
    case TypeKind::record: {
      const Field* field = view.type->record->find(head);
      return field != nullptr ? field->type : nullptr;
    }
    case TypeKind::map:
    case TypeKind::keyed_list:
      return view.type->element;
    case TypeKind::any:
      return types.any();
    default:
      return nullptr;
  }
}

void Sema::Impl::see(View& view, const hir::Entry& entry) {
  const Type* base = view.declared;
  if (sets(entry.op)) {
    const Type* written = strip(entry.value->type);
    const bool construct = entry.value->kind == hir::ExprKind::construct;
    const bool narrows = written->is(TypeKind::record) &&
                         (base->is(TypeKind::alternatives) ||
                          (base->is(TypeKind::record) && written->record->derives_from(base->record)));
    if (entry.guard == nullptr && entry.op == hir::EntryOp::set) {
      view.type = narrows ? written : base;
      view.open = !construct;
      begin_with(view, view.type);
      view.decided = true;
    } else if (narrows) {
      view.type = view.decided || view.type != base ? types.common(view.type, written) : written;
      if (view.type->is(TypeKind::any)) view.type = base;
      view.open |= !construct;
    }
    if (construct && entry.value->body != nullptr) view.add(*entry.value->body);
  } else if (entry.op == hir::EntryOp::amend && entry.body != nullptr) {
    view.add(*entry.body);
  } else if (entry.op == hir::EntryOp::append) {
    view.open = true;
  }
}

View* Sema::Impl::child(View& view, Name head, BodyBuilder* own) {
  View* below = nullptr;
  if (auto found = view.children.find(head); found != view.children.end()) {
    below = found->second;
  } else {
    const Type* declared = slot_type(view, head);
    if (declared == nullptr) return nullptr;
    View& made = views.emplace_back();
    made.type = made.declared = strip(declared);
    begin_with(made, made.type);
    made.open = view.open;
    for (const hir::Entry* entry : view.entries(head)) see(made, *entry);
    if (view.dynamic() && !view.type->is(TypeKind::record)) made.open = true;
    view.children.emplace(head, &made);
    below = &made;
  }
  if (own == nullptr) return below;
  auto written = own->by_head.find(head);
  if (written == own->by_head.end()) return below;
  BodyBuilder::Seen& mine = own->seen[head];
  if (mine.view == nullptr) {
    mine.view = &views.emplace_back(*below);
    mine.view->children.clear();
  }
  for (; mine.count < written->second.size(); ++mine.count) {
    see(*mine.view, own->entries[written->second[mine.count]].second);
  }
  return mine.view;
}

bool Sema::Impl::may_have_entry(View& view, Name head, const BodyBuilder* own) {
  if (view.open || view.type->is(TypeKind::any) || view.dynamic()) return true;
  if (std::ranges::any_of(view.entries(head), [](const hir::Entry* entry) { return sets(entry->op); }))
    return true;
  if (own == nullptr) return false;
  if (own->dynamic) return true;
  auto found = own->by_head.find(head);
  return found != own->by_head.end() &&
         std::ranges::any_of(found->second, [&](std::size_t at) { return sets(own->entries[at].second.op); });
}

void Sema::Impl::add_entry(BodyBuilder& builder, hir::Entry entry, const BodyContext& context) {
  entry.origin.op = origin_op(entry.op, context.in_type);
  entry.origin.via |= via_of(entry.guard);
  entry.origin.layer = context.layer;
  entry.origin.member = entry.span;
  entry.origin.expression = entry.value != nullptr  ? entry.value->span
                            : entry.body != nullptr ? entry.body->span
                                                    : entry.span;
  if (entry.head) {
    auto& same = builder.by_head[entry.head];
    for (std::size_t i = 0; i < same.size() && (sets(entry.op) || adjusts(entry.op)); ++i) {
      const std::size_t at = same[i];
      const hir::Entry& other = builder.entries[at].second;
      if (other.guard != nullptr || entry.guard != nullptr) continue;
      if (!contradict(other.op, entry.op)) continue;
      const bool in_order = builder.entries[at].first <= builder.order;
      const SourceSpan first = in_order ? other.head_span : entry.head_span;
      const SourceSpan second = in_order ? entry.head_span : other.head_span;
      return set_twice(entry.head.text(), first, second, adjusts(other.op) || adjusts(entry.op));
    }
    same.push_back(builder.entries.size());
  } else if (!entry.head && entry.op != hir::EntryOp::star) {
    builder.dynamic = true;
  }
  builder.entries.emplace_back(builder.order, entry);
}

bool Sema::Impl::is_first_write(const ast::Path& path, hir::EntryOp op, BodyBuilder& builder) {
  std::string key;
  for (const ast::PathStep& step : path.steps) {
    if (step.kind != ast::PathStep::Kind::name) return true;  // which entry it is shows in evaluation
    key.append(step.name.name.text()).push_back('\0');
  }
  const SourceSpan span = join(path.steps.front().span, path.steps.back().span);
  const auto [begin, end] = builder.path_writes.equal_range(key);
  for (auto other = begin; other != end; ++other) {
    const BodyBuilder::PathWrite& write = other->second;
    if (!contradict(write.op, op)) continue;
    const bool in_order = write.order <= builder.order;
    set_twice(sources.text(span), in_order ? write.span : span, in_order ? span : write.span,
              adjusts(write.op) || adjusts(op));
    return false;
  }
  builder.path_writes.emplace(std::move(key), BodyBuilder::PathWrite{op, builder.order, span});
  return true;
}

void Sema::Impl::set_twice(std::string_view what, SourceSpan first, SourceSpan second, bool changed) {
  auto& d = changed ? err(Code::set_twice, second, "`{}` is set and changed in one body", what)
                    : err(Code::set_twice, second, "`{}` is set twice", what);
  d.label(first, changed ? "first here" : "first set here");
  if (changed) d.with_help("write the whole list with `=`");
}

hir::Body* Sema::Impl::finish(BodyBuilder& builder, SourceSpan span, const Type* self, Name layer) {
  std::ranges::stable_sort(builder.entries, {}, &std::pair<std::size_t, hir::Entry>::first);
  auto* body = arena.make<hir::Body>();
  body->span = span;
  body->self_type = self;
  body->layer = layer;
  auto entries = arena.make_array<hir::Entry>(builder.entries.size());
  std::vector<Name> heads;
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> dynamic;
  std::vector<std::uint32_t> stars;
  std::unordered_map<Name, std::uint32_t> last;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    entries[i] = builder.entries[i].second;
    if (entries[i].op == hir::EntryOp::star) {
      stars.push_back(i);
    } else if (!entries[i].head) {
      dynamic.push_back(i);
    } else if (auto [it, inserted] = last.emplace(entries[i].head, i); inserted) {
      heads.push_back(entries[i].head);
      first.push_back(i);
    } else {
      entries[it->second].next_same = i;
      it->second = i;
    }
  }
  body->entries = entries;
  body->heads = NameIndex(arena, arena.copy(heads));
  body->first_of_head = arena.copy(first);
  body->dynamic = arena.copy(dynamic);
  body->stars = arena.copy(stars);
  body->checks = arena.copy(builder.checks);
  body->emits = arena.copy(builder.emits);
  body->guard_count = builder.guards;
  return body;
}

void Sema::Impl::register_lets(const ast::Body& body, Scope& scope) {
  for (const ast::Member* member : body.members) {
    if (member->kind == ast::MemberKind::let) {
      const auto& let = ast::as<ast::LetMember>(*member);
      if (!let.name.name || let.value == nullptr) continue;
      auto [it, inserted] = scope.lets.emplace(
          let.name.name, PendingLet{&let, Progress::untouched, scope.frame().lowered_lets.size()});
      if (!inserted) {
        err(Code::duplicate_declaration, let.name.span, "`{}` is declared twice", let.name.name.text())
            .label(it->second.member->name.span, "first declared here");
        continue;
      }
      scope.frame().lowered_lets.push_back({let.name.name, types.error(), error(let.span)});
    }
  }
}

void Sema::Impl::flatten(const ast::Body& body, BodyBuilder& builder, Scope& scope, const hir::Guard* guard,
                         std::vector<PlacedMember>& into) {
  for (const ast::Member* member : body.members) {
    switch (member->kind) {
      case ast::MemberKind::error:
        break;
      case ast::MemberKind::guarded: {
        const hir::Guard* outer = guard;
        auto branch = [&](const ast::Body& members, const hir::Guard* under) {
          Scope& inner = *builder.branches.emplace_back(std::make_unique<Scope>(Scope::branch(scope)));
          register_lets(members, inner);
          flatten(members, builder, inner, under, into);
        };
        for (const auto* g = &ast::as<ast::GuardedMember>(*member); g != nullptr; g = g->else_guarded) {
          auto* holds = arena.make<hir::Guard>();
          holds->kind = hir::Guard::Kind::condition;
          holds->outer = outer;
          holds->index = builder.guards++;
          holds->span = g->span;
          holds->condition = condition(*g->condition, scope, "the condition of `if`");
          if (g->then_body != nullptr) branch(*g->then_body, holds);
          if (g->else_body == nullptr && g->else_guarded == nullptr) break;
          auto* otherwise = arena.make<hir::Guard>(*holds);
          otherwise->negated = true;
          if (g->else_body != nullptr) branch(*g->else_body, otherwise);
          outer = otherwise;
        }
        break;
      }
      case ast::MemberKind::loop:
      case ast::MemberKind::loop_entry: {
        const ast::ForHead& head = member->kind == ast::MemberKind::loop
                                       ? ast::as<ast::LoopMember>(*member).head
                                       : ast::as<ast::LoopEntryMember>(*member).head;
        auto iteration = std::make_unique<Scope>();
        hir::Guard* loop = lower_loop(head, scope, *iteration);
        if (loop->source->type->is(TypeKind::deferred)) {
          err(Code::deferred_condition, head.source->span,
              "what a loop goes through must be known, and this is known only during apply");
          loop->source = error(head.source->span);
        }
        loop->outer = guard;
        loop->index = builder.guards++;
        Scope& inner = *iteration;
        builder.loops.emplace_back(loop, std::move(iteration));
        if (member->kind == ast::MemberKind::loop_entry) {
          into.push_back({member, loop, &inner});
        } else if (const ast::Body* members = ast::as<ast::LoopMember>(*member).body) {
          register_lets(*members, inner);
          flatten(*members, builder, inner, loop, into);
        }
        break;
      }
      default:
        into.push_back({member, guard, &scope});
    }
  }
}

const hir::Body* Sema::Impl::lower_body(const ast::Body& body, View& view, Scope* parent, Module& module,
                                        BodyContext context) {
  Scope scope{.kind = Scope::Kind::body, .parent = parent, .module = &module};
  scope.in_emit = parent != nullptr && parent->in_emit;
  scope.in_terraform = parent != nullptr && parent->in_terraform;
  scope.in_layer = context.in_layer;
  const bool opens =
      context.open_scope && !scope.in_emit && view.type->is(TypeKind::record) && !view.type->record->foreign;
  if (opens) scope.fields = view.type->record;
  Name saved_layer = std::exchange(current_layer, context.layer);
  running_lets.push_back(nullptr);
  BodyBuilder builder;
  register_lets(body, scope);
  std::vector<PlacedMember> members;
  flatten(body, builder, scope, nullptr, members);
  std::vector<std::size_t> order(members.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return rank_of(*members[i].member); });
  // What leads through an entry that another member makes waits for it.
  std::vector<std::size_t> waiting;
  for (const std::size_t i : order) {
    builder.order = i;
    if (is_reachable(*members[i].member, builder, view)) {
      lower_member(members[i], builder, view, context);
    } else {
      waiting.push_back(i);
    }
  }
  for (const std::size_t i : waiting) {
    builder.order = i;
    lower_member(members[i], builder, view, context);
  }
  lower_lets(scope);
  for (auto& [loop, iteration] : builder.loops) lower_lets(*iteration);
  for (auto& branch : builder.branches) lower_lets(*branch);
  for (auto& [loop, iteration] : builder.loops) {
    loop->lets = arena.copy(iteration->lowered_lets);
  }
  hir::Body* lowered = finish(builder, body.span, view.type, context.layer);
  lowered->opens_scope = opens;
  lowered->lets = arena.copy(scope.lowered_lets);
  running_lets.pop_back();
  current_layer = saved_layer;
  return lowered;
}

const hir::Expr* Sema::Impl::lower_slot_value(const ast::Expr& value, Scope& scope, Name field,
                                              const Type* type) {
  // The name of the field itself looks outwards on its right side. The body is the nearest one: loops stand
  // between.
  Scope* body = &scope;
  while (body->kind != Scope::Kind::body && body->parent != nullptr) body = body->parent;
  Name saved_field = body->current_field;
  if (field) body->current_field = field;
  const Type* saved_super = std::exchange(super_type, type);
  const hir::Expr* lowered = lower(value, scope, type);
  super_type = saved_super;
  body->current_field = saved_field;
  return lowered;
}

void Sema::Impl::show_declaration(std::size_t before, SourceSpan value, const Type* self, Name head) {
  if (diagnostics.all().size() != before + 1 || !self->is(TypeKind::record)) return;
  Diagnostic& last = diagnostics.all().back();
  if (last.code != Code::type_mismatch && last.code != Code::literal_out_of_bounds) return;
  const Field* field = self->record->find(head);
  if (field != nullptr && last.span == value) last.label(field->span, "declared here");
}

bool Sema::Impl::is_reachable(const ast::Member& member, BodyBuilder& builder, View& view) {
  const ast::Path* path = path_of(member);
  if (path == nullptr) return true;
  View* at = &view;
  BodyBuilder* own = &builder;
  for (std::size_t i = 0; i < path->steps.size(); ++i) {
    const ast::PathStep& step = path->steps[i];
    if (step.kind != ast::PathStep::Kind::name || !step.name.name) return true;
    const Name head = step.name.name;
    if (!is_amendable(at->type) || slot_type(*at, head) == nullptr) return false;
    if (i + 1 == path->steps.size() && member.kind != ast::MemberKind::amend) return true;
    const bool has_entries = at->type->is(TypeKind::map) || at->type->is(TypeKind::keyed_list);
    if (has_entries && !may_have_entry(*at, head, own)) return false;
    at = child(*at, head, own);
    own = nullptr;
  }
  return true;
}

void Sema::Impl::misplaced_declaration(const ast::DeclareMember& member) {
  // `n: 3` is read as a field of the type `3`; in `n: int = 3` the value is known to be the right side.
  const SourceSpan value = member.value != nullptr ? member.value->span : member.type->span;
  err(Code::declaration_outside_type, member.span, "a field is declared in a type, and this is a value")
      .fix("a value is set with `=`", {value.file, member.name.span.end, value.begin}, " = ");
}

void Sema::Impl::lower_declaration(const ast::DeclareMember& member, BodyBuilder& builder, Scope& scope,
                                   View& view, const BodyContext& context) {
  if (!context.in_type) return misplaced_declaration(member);
  if (member.value == nullptr || !member.name.name) return;
  const Field* field = view.type->record->find(member.name.name);
  // Declared twice, and the first stands.
  if (field != nullptr && field->span != member.name.span) return;
  const Type* type = field != nullptr ? field->type : types.error();
  hir::Entry entry{.op = hir::EntryOp::set,
                   .is_final = member.is_final,
                   .head = member.name.name,
                   .head_span = member.name.span,
                   .span = member.span,
                   .doc = arena.copy_text(member.doc)};
  if (member.because != nullptr) entry.because = arena.copy_text(member.because->plain());
  entry.value = lower_slot_value(*member.value, scope, member.name.name, type);
  add_entry(builder, entry, context);
}

void Sema::Impl::lower_member(const PlacedMember& placed, BodyBuilder& builder, View& view,
                              const BodyContext& context) {
  const ast::Member& member = *placed.member;
  Scope& scope = *placed.scope;
  switch (member.kind) {
    case ast::MemberKind::error:
    case ast::MemberKind::let:
    case ast::MemberKind::guarded:
    case ast::MemberKind::loop:
      return;
    case ast::MemberKind::declare: {
      if (placed.guard != nullptr) {
        err(Code::declaration_outside_type, member.span,
            "a field is declared once and for all, not under a condition");
        return;
      }
      return lower_declaration(ast::as<ast::DeclareMember>(member), builder, scope, view, context);
    }
    case ast::MemberKind::set: {
      const auto& set = ast::as<ast::SetMember>(member);
      const hir::EntryOp op = set.is_default ? hir::EntryOp::default_ : hir::EntryOp::set;
      if (set.path.steps.size() > 1 && placed.guard == nullptr && !is_first_write(set.path, op, builder))
        return;
      return add_path(set.path.steps,
                      {.op = op,
                       .value = set.value,
                       .is_final = set.is_final,
                       .because = set.because,
                       .doc = member.doc,
                       .span = member.span},
                      builder, scope, placed.guard, view, context);
    }
    case ast::MemberKind::amend: {
      const auto& amend = ast::as<ast::AmendMember>(member);
      return add_path(amend.path.steps,
                      {.op = hir::EntryOp::amend,
                       .body = amend.body,
                       .is_final = amend.is_final,
                       .because = amend.because,
                       .doc = member.doc,
                       .span = member.span},
                      builder, scope, placed.guard, view, context);
    }
    case ast::MemberKind::star_is: {
      const auto& star = ast::as<ast::StarIsMember>(member);
      return add_path(star.path.steps,
                      {.op = hir::EntryOp::amend,
                       .body = star.body,
                       .star_type = &star.type,
                       .doc = member.doc,
                       .span = member.span},
                      builder, scope, placed.guard, view, context);
    }
    case ast::MemberKind::append:
    case ast::MemberKind::remove: {
      const auto& change = ast::as<ast::ChangeMember>(member);
      const hir::EntryOp op =
          member.kind == ast::MemberKind::append ? hir::EntryOp::append : hir::EntryOp::remove;
      if (change.path.steps.size() > 1 && placed.guard == nullptr &&
          !is_first_write(change.path, op, builder))
        return;
      return add_path(change.path.steps,
                      {.op = op, .value = change.value, .doc = member.doc, .span = member.span}, builder,
                      scope, placed.guard, view, context);
    }
    case ast::MemberKind::erase:
      return add_path(ast::as<ast::EraseMember>(member).path.steps,
                      {.op = hir::EntryOp::erase, .span = member.span}, builder, scope, placed.guard, view,
                      context);
    case ast::MemberKind::loop_entry: {
      const auto& entry = ast::as<ast::LoopEntryMember>(member);
      if (view.type->is(TypeKind::record)) {
        err(Code::computed_key, entry.key->span, "`{}` is a record: its fields have names, not computed keys",
            print_type(view.type));
        return;
      }
      hir::Entry made{.op = hir::EntryOp::set, .guard = placed.guard, .span = member.span};
      made.computed = lower(*entry.key, scope, types.string());
      made.head_span = entry.key->span;
      made.value = lower_slot_value(*entry.value, scope, Name{}, slot_type(view, Name{}));
      return add_entry(builder, made, context);
    }
    case ast::MemberKind::spread: {
      const auto& spread = ast::as<ast::SpreadMember>(member);
      const Type* saved = std::exchange(super_type, nullptr);
      const hir::Expr* value = lower(*spread.value, scope, nullptr);
      super_type = saved;
      const Type* bare = strip(value->type);
      if (bare->is(TypeKind::reference)) bare = bare->element;
      if (bare->is(TypeKind::error)) return;
      if (!bare->is(TypeKind::record) && !bare->is(TypeKind::map) && !bare->is(TypeKind::any)) {
        err(Code::type_mismatch, spread.value->span, "`...` spreads an object here, found `{}`",
            print_type(value->type));
        return;
      }
      if (view.type->is(TypeKind::record) && bare->is(TypeKind::record)) {
        for (const Field& field : bare->record->fields) {
          const Field* own = view.type->record->find(field.name);
          if (own == nullptr) {
            err(Code::unknown_field, spread.value->span, "`{}` has a field `{}`, and `{}` has none",
                print_type(bare), field.name.text(), print_type(view.type));
            return;
          }
        }
      }
      hir::Entry made{.op = hir::EntryOp::spread, .guard = placed.guard, .span = member.span};
      made.value = value;
      made.origin.via = kViaSpread;
      return add_entry(builder, made, context);
    }
    case ast::MemberKind::check: {
      const auto& check = ast::as<ast::CheckMember>(member);
      const Type* saved = std::exchange(super_type, nullptr);
      hir::Check made{
          .guard = placed.guard, .span = member.span, .across_environments = check.across_environments};
      made.condition = lower(*check.condition, scope,
                             check.across_environments ? nullptr : types.deferred(types.boolean()));
      made.message = lower(*check.message, scope, types.deferred(types.string()));
      super_type = saved;
      if (check.across_environments && !is_comparable(made.condition->type)) {
        err(Code::type_mismatch, check.condition->span,
            "environments are compared by scalars or collections of them, found `{}`",
            print_type(made.condition->type))
            .with_help("name the field that must differ, or list several: `[for x in xs : x.id]`");
        return;
      }
      builder.checks.push_back(made);
      return;
    }
    case ast::MemberKind::emit: {
      const auto& emit = ast::as<ast::EmitMember>(member);
      if (!context.in_type && !context.in_layer) {
        err(Code::misplaced_emit, emit.target.span, "`emit` stands in a type, or at the top of a layer");
        return;
      }
      const RecordType* emitter = view.type->is(TypeKind::record) ? view.type->record : nullptr;
      if (const hir::EmitBody* body = lower_emit(emit, scope, emitter))
        builder.emits.push_back({emit.target.name, body, placed.guard, member.span});
      return;
    }
    case ast::MemberKind::block: {
      const auto& block = ast::as<ast::BlockMember>(member);
      err(Code::misplaced_emit, block.head.span, "a block with labels stands in an `emit` only")
          .with_help(fmt::format("`{}.… {{ }}` amends an entry", block.head.name.text()));
      return;
    }
    case ast::MemberKind::renamed:
    case ast::MemberKind::removed:
      return lower_change(placed, scope, context);
  }
}

void Sema::Impl::add_path(std::span<const ast::PathStep> steps, const Leaf& leaf, BodyBuilder& builder,
                          Scope& scope, const hir::Guard* guard, View& view, const BodyContext& context) {
  const ast::PathStep& step = steps[0];
  const bool last = steps.size() == 1;
  const Type* self = view.type;
  if (self->is(TypeKind::error)) return;
  hir::Entry entry{.op = hir::EntryOp::amend, .head_span = step.span, .guard = guard, .span = leaf.span};
  View* below = nullptr;
  const Type* type = nullptr;
  Name head;

  if (step.kind == ast::PathStep::Kind::star) {
    if (!self->is(TypeKind::map) && !self->is(TypeKind::keyed_list) && !self->is(TypeKind::any)) {
      err(Code::misplaced_star, step.span,
          "`*` stands for the entries of a map or keyed list, and this is `{}`", print_type(self));
      return;
    }
    if (last && leaf.op != hir::EntryOp::amend) {
      err(Code::misplaced_star, step.span, "`*` is amended with braces, or by a path behind it")
          .with_help("`m.* { … }` or `m.*.field = …`");
      return;
    }
    entry.op = hir::EntryOp::star;
    entry.origin.via = kViaStar;
    type = self->element != nullptr ? self->element : types.any();
    if (last && leaf.star_type != nullptr) {
      Symbol* symbol =
          find_qualified(*scope.module, *leaf.star_type, Symbol::Kind::type, Code::not_a_type, "type");
      if (symbol == nullptr) return;
      const Type* narrowed = resolve_symbol(*symbol, leaf.star_type->span);
      if (!narrowed->is(TypeKind::record) || fits(narrowed, type) == Fit::no) {
        if (!narrowed->is(TypeKind::error))
          err(Code::misplaced_star, leaf.star_type->span, "no entry of `{}` is ever a `{}`", print_type(self),
              print_type(narrowed));
        return;
      }
      entry.star_type = narrowed->record;
      type = narrowed;
    }
    below = view_of(strip(type));
  } else {
    if (leaf.star_type != nullptr && last) {
      err(Code::misplaced_star, step.span, "`is` narrows a star: `m.* is T {{ … }}`");
      return;
    }
    if (step.kind == ast::PathStep::Kind::computed) {
      if (self->is(TypeKind::record)) {
        err(Code::computed_key, step.span, "`{}` is a record: its fields have names, not computed keys",
            print_type(self));
        return;
      }
      if (!is_amendable(self)) {
        err(Code::cannot_amend_type, step.span, "`{}` has no entries", print_type(self));
        return;
      }
      const hir::Expr* key = lower(*step.index, scope, types.string());
      if (key->kind == hir::ExprKind::constant && key->value.is_string()) {
        head = intern(key->value.as_string());
        entry.head = head;
      } else {
        if (key->type->is(TypeKind::error)) return;
        entry.computed = key;
      }
    } else {
      head = step.name.name;
      if (!head) return;
      entry.head = head;
    }
    if (!is_amendable(self)) {
      err(Code::cannot_amend_type, step.span, "`{}` has no field `{}`", print_type(self), head.text());
      return;
    }
    type = slot_type(view, head);
    if (type == nullptr) {
      unknown_field(*self->record, head, step.span, step.name.quoted);
      if (Diagnostic& d = diagnostics.all().back(); context.in_type && d.fixes.empty() && d.help.empty())
        d.with_help(fmt::format("a new field is declared with its type: `{}: …`", head.text()));
      return;
    }
    if (type->is(TypeKind::error)) {
      // The declaration is wrong and said so; what is written there is looked at all the same.
      if (leaf.value != nullptr) lower(*leaf.value, scope, nullptr);
      return;
    }
    if (strip(type)->is(TypeKind::enclosing)) {
      err(Code::cannot_amend_type, step.span, "`{}` is bound to the object around, and cannot be set",
          head.text());
      return;
    }
    // Whatever stands below the slot must exist before it is amended.
    const bool amends = !last || leaf.op == hir::EntryOp::amend;
    if (amends && head && (self->is(TypeKind::map) || self->is(TypeKind::keyed_list)) &&
        !may_have_entry(view, head, &builder)) {
      auto& d = err(Code::unknown_entry, step.span, "no layer below creates the entry `{}`", head.text());
      std::vector<std::string_view> names;
      auto add_names = [&](Name name, hir::EntryOp op) {
        if (sets(op)) names.push_back(name.text());
      };
      for (const hir::Body* body : view.bodies) {
        for (const hir::Entry& other : body->entries) {
          if (other.head) add_names(other.head, other.op);
        }
      }
      for (const auto& [order, other] : builder.entries) {
        if (other.head) add_names(other.head, other.op);
      }
      if (auto near = closest(head.text(), names)) {
        d.fix(fmt::format("did you mean `{}`?", *near), step.span,
              step.name.quoted ? fmt::format("\"{}\"", *near) : std::string{*near});
      } else {
        d.with_help("an entry is created by `=`");
        if (!names.empty() && names.size() <= 12) {
          std::vector<std::string> listed;
          for (std::string_view n : names) listed.push_back(fmt::format("`{}`", n));
          d.note(fmt::format("the entries are {}", fmt::join(listed, ", ")));
        }
      }
      return;
    }
    if (amends) below = head ? child(view, head, &builder) : view_of(strip(type));
  }

  if (!last) {
    if (!is_amendable(below->type)) {
      const Type* target = below->type;
      if (target->is(TypeKind::error)) return;
      auto& d = err(Code::cannot_amend_type, step.span, "`{}` is `{}`, which has no fields to set",
                    step.kind == ast::PathStep::Kind::name ? head.text() : "the entry", print_type(type));
      if (target->is(TypeKind::reference)) d.with_help("amend what it points at, at its own place");
      if (target->is(TypeKind::alternatives)) d.with_help("say which one it is: `= Type { … }`");
      return;
    }
    BodyBuilder inner;
    inner.order = builder.order;
    add_path(steps.subspan(1), leaf, inner, scope, nullptr, *below, context);
    if (inner.entries.empty()) return;
    hir::Body* body = finish(inner, leaf.span, below->type, context.layer);
    body->is_path = true;
    entry.body = body;
    add_entry(builder, entry, context);
    return;
  }

  entry.is_final = leaf.is_final;
  entry.doc = arena.copy_text(leaf.doc);
  if (leaf.because != nullptr) entry.because = arena.copy_text(leaf.because->plain());
  switch (leaf.op) {
    case hir::EntryOp::set:
    case hir::EntryOp::default_: {
      entry.op = leaf.op;
      Scope* body_scope = &scope;
      while (body_scope->kind != Scope::Kind::body && body_scope->parent != nullptr)
        body_scope = body_scope->parent;
      Name own = self->is(TypeKind::record) && body_scope->fields == self->record ? head : Name{};
      super_used = false;
      const std::size_t before = diagnostics.all().size();
      entry.value = lower_slot_value(*leaf.value, scope, own, type);
      show_declaration(before, leaf.value->span, self, head);
      entry.uses_super = super_used;
      break;
    }
    case hir::EntryOp::amend: {
      if (leaf.body == nullptr) return;
      const Type* target = below->type;
      if (!is_amendable(target)) {
        if (target->is(TypeKind::error)) return;
        auto& d = err(Code::cannot_amend_type, step.span, "`{}` is `{}`: there is nothing to amend",
                      head.text(), print_type(type));
        if (target->is(TypeKind::reference))
          d.with_help("amend what it points at, at its own place");
        else if (target->is(TypeKind::alternatives))
          d.with_help("say which one it is: `= Type { … }`");
        else if (target->is(TypeKind::list) || target->is(TypeKind::set))
          d.with_help("set it with `= […]`, or append with `+= […]`");
        else
          d.with_help("set it with `=`");
        return;
      }
      Name saved_field;
      Scope* body_scope = &scope;
      while (body_scope->kind != Scope::Kind::body && body_scope->parent != nullptr)
        body_scope = body_scope->parent;
      const Type* saved = std::exchange(super_type, nullptr);
      saved_field = body_scope->current_field;
      entry.body = lower_body(*leaf.body, *below, &scope, *scope.module,
                              {.layer = context.layer, .open_scope = context.open_scope});
      body_scope->current_field = saved_field;
      super_type = saved;
      break;
    }
    case hir::EntryOp::append:
    case hir::EntryOp::remove: {
      entry.op = leaf.op;
      const Type* bare = strip(type);
      const Type* element = element_of(type);
      if (element == nullptr && !bare->is(TypeKind::any)) {
        auto& d = err(Code::cannot_amend_type, step.span, "`{}` is `{}`, and `{}` is for lists and sets",
                      head.text(), print_type(type), leaf.op == hir::EntryOp::append ? "+=" : "-=");
        if (bare->is(TypeKind::map)) d.with_help("entries are set one by one, and removed with `delete`");
        return;
      }
      const Type* wanted = element != nullptr ? types.list(element) : nullptr;
      const bool literal =
          leaf.value->kind == ast::ExprKind::list || leaf.value->kind == ast::ExprKind::string;
      if (literal && has_secret(type)) sources.conceal(leaf.value->span);
      if (wanted != nullptr && leaf.value->kind != ast::ExprKind::list) {
        const hir::Expr* value = lower_unchecked(*leaf.value, scope, nullptr);
        if (!value->type->is(TypeKind::error) && fits(value->type, element) == Fit::yes &&
            element_of(value->type) == nullptr && !strip(value->type)->is(TypeKind::any)) {
          auto& d = err(Code::type_mismatch, leaf.value->span, "`{}` takes a list",
                        leaf.op == hir::EntryOp::append ? "+=" : "-=");
          if (literal && holds_secret(type)) {
            sources.conceal(leaf.value->span);
            d.with_help("put it in brackets");
          } else {
            d.fix("put it in brackets", leaf.value->span,
                  fmt::format("[{}]", sources.text(leaf.value->span)));
          }
          return;
        }
      }
      entry.value = lower_slot_value(*leaf.value, scope, Name{}, wanted);
      break;
    }
    case hir::EntryOp::erase: {
      entry.op = leaf.op;
      if (self->is(TypeKind::record)) {
        const Field* field = self->record->find(head);
        if (field != nullptr && !field->optional) {
          err(Code::cannot_amend_type, step.span, "`{}` is required, and cannot be deleted", head.text())
              .label(field->span, "declared here, without `?`");
          return;
        }
      }
      break;
    }
    default:
      return;
  }
  add_entry(builder, entry, context);
}

}  // namespace flux
