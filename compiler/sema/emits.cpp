// Emit blocks. Bodies in them open no scope: names mean the emitting object's, and nothing that a provider or
// chart adds to its schema can capture them.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"

namespace flux {

namespace {

constexpr std::string_view kTargets[] = {"argocd", "file", "helm", "kubernetes", "terraform"};
constexpr std::string_view kTerraformBlocks[] = {"check",   "data",     "ephemeral", "extern",  "import",
                                                 "locals",  "module",   "moved",     "output",  "provider",
                                                 "removed", "resource", "terraform", "variable"};

/// The blocks of the other targets, with the number of labels they take.
struct DocumentHead {
  std::string_view target;
  std::string_view head;
  std::size_t labels;
};
constexpr DocumentHead kDocuments[] = {{"argocd", "application", 1},  {"argocd", "applicationset", 1},
                                       {"argocd", "project", 1},      {"argocd", "extern", 2},
                                       {"file", "file", 1},           {"helm", "release", 1},
                                       {"kubernetes", "manifest", 2}, {"kubernetes", "encrypted", 1},
                                       {"kubernetes", "extern", 2}};

std::size_t labels_of(std::string_view head) {
  if (head == "resource" || head == "data" || head == "ephemeral") return 2;
  if (head == "terraform" || head == "locals" || head == "moved" || head == "import" || head == "removed")
    return 0;
  return 1;
}

}  // namespace

const Type* Sema::Impl::document_type(Name target, Name head) {
  auto of = [&](std::string_view module, std::string_view name) -> const Type* {
    Symbol* symbol = library_type(module, name);
    return symbol != nullptr ? resolve_symbol(*symbol, symbol->span) : types.any();
  };
  if (target.text() == "argocd") {
    if (head.text() == "application") return of("std/argocd", "Application");
    if (head.text() == "applicationset") return of("std/argocd", "ApplicationSet");
    if (head.text() == "project" || head.text() == "extern") return of("std/argocd", "AppProject");
  }
  if (target.text() == "helm" && head.text() == "release") return of("std/helm", "Release");
  if (target.text() == "kubernetes" && head.text() == "encrypted") return of("std/secrets", "EncryptedFile");
  if (target.text() == "kubernetes" && head.text() == "extern") return of("std/secrets", "ExternSecret");
  return types.any();
}

const hir::EmitBody* Sema::Impl::lower_emit(const ast::EmitMember& emit, Scope& parent,
                                            const RecordType* emitter) {
  const std::string_view target = emit.target.name.text();
  if (std::ranges::find(kTargets, target) == std::end(kTargets)) {
    auto& d = err(Code::unknown_emit_target, emit.target.span, "nothing is emitted to `{}`", target);
    std::vector<std::string_view> names(std::begin(kTargets), std::end(kTargets));
    if (auto near = closest(target, names)) {
      d.fix(fmt::format("did you mean `{}`?", *near), emit.target.span, std::string{*near});
    } else {
      d.note("the targets are `terraform`, `helm`, `argocd`, `kubernetes` and `file`");
    }
    return nullptr;
  }
  if (emit.body == nullptr) return nullptr;
  Scope scope{.kind = Scope::Kind::emit, .parent = &parent, .module = parent.module};
  scope.in_emit = true;
  scope.in_terraform = target == "terraform";
  scope.emitter = emitter;
  const Type* saved = std::exchange(super_type, nullptr);
  register_lets(*emit.body, scope);
  hir::EmitBody shared;
  std::vector<hir::EmitItem> items;
  for (const ast::Member* member : emit.body->members)
    lower_emit_member(*member, scope, {.target = emit.target.name}, shared, items);
  lower_lets(scope);
  super_type = saved;
  auto* body = arena.make<hir::EmitBody>();
  body->items = arena.copy(items);
  body->lets = arena.copy(scope.lowered_lets);
  body->guard_count = shared.guard_count;
  body->span = emit.body->span;
  return body;
}

const hir::EmitBody* Sema::Impl::lower_emit_body(const ast::Body& body, Scope& scope, const EmitPlace& place,
                                                 hir::EmitBody& shared) {
  std::vector<hir::EmitItem> items;
  for (const ast::Member* member : body.members) lower_emit_member(*member, scope, place, shared, items);
  auto* made = arena.make<hir::EmitBody>();
  made->items = arena.copy(items);
  made->span = body.span;
  return made;
}

const hir::EmitBody* Sema::Impl::lower_emit_branch(const ast::Body& body, Scope& scope,
                                                   const EmitPlace& place, hir::EmitBody& shared) {
  Scope inside = Scope::branch(scope);
  register_lets(body, inside);
  const hir::EmitBody* made = lower_emit_body(body, inside, place, shared);
  lower_lets(inside);
  return made;
}

void Sema::Impl::lower_emit_member(const ast::Member& member, Scope& scope, const EmitPlace& place,
                                   hir::EmitBody& shared, std::vector<hir::EmitItem>& items) {
  const std::string_view target = place.target.text();
  const bool top = place.top;
  const bool terraform = target == "terraform";
  hir::EmitItem item{.span = member.span};
  item.doc = arena.copy_text(member.doc);

  auto unknown_block = [&](const ast::Ident& head) {
    auto& d = err(Code::unknown_block, head.span, "`emit {}` has no block `{}`", target, head.name.text());
    std::vector<std::string_view> names;
    if (terraform) {
      names.assign(std::begin(kTerraformBlocks), std::end(kTerraformBlocks));
    } else {
      for (const DocumentHead& document : kDocuments) {
        if (document.target == target) names.push_back(document.head);
      }
    }
    if (auto near = closest(head.name.text(), names)) {
      d.fix(fmt::format("did you mean `{}`?", *near), head.span, std::string{*near});
    } else {
      std::vector<std::string> listed;
      for (std::string_view n : names) listed.push_back(fmt::format("`{}`", n));
      d.note(fmt::format("it has {}", fmt::join(listed, ", ")));
    }
  };

  switch (member.kind) {
    case ast::MemberKind::error:
    case ast::MemberKind::let:
      return;
    case ast::MemberKind::guarded: {
      // Each branch is an item of its own; `else if` nests in the branch that does not hold.
      const auto& guarded = ast::as<ast::GuardedMember>(member);
      auto* holds = arena.make<hir::Guard>();
      holds->kind = hir::Guard::Kind::condition;
      holds->index = shared.guard_count++;
      holds->span = guarded.span;
      holds->condition = condition(*guarded.condition, scope, "the condition of `if`");
      item.kind = hir::EmitItem::Kind::guarded;
      item.guard = holds;
      if (guarded.then_body != nullptr) {
        item.body = lower_emit_branch(*guarded.then_body, scope, place, shared);
        items.push_back(item);
      }
      if (guarded.else_body != nullptr || guarded.else_guarded != nullptr) {
        auto* otherwise = arena.make<hir::Guard>(*holds);
        otherwise->negated = true;
        item.guard = otherwise;
        if (guarded.else_body != nullptr) {
          item.body = lower_emit_branch(*guarded.else_body, scope, place, shared);
        } else {
          std::vector<hir::EmitItem> nested;
          lower_emit_member(*guarded.else_guarded, scope, place, shared, nested);
          auto* body = arena.make<hir::EmitBody>();
          body->items = arena.copy(nested);
          item.body = body;
        }
        items.push_back(item);
      }
      return;
    }
    case ast::MemberKind::loop: {
      const auto& loop = ast::as<ast::LoopMember>(member);
      Scope iteration{};
      hir::Guard* guard = lower_loop(loop.head, scope, iteration);
      if (guard->source->type->is(TypeKind::deferred)) {
        err(Code::deferred_condition, loop.head.source->span,
            "what a loop goes through must be known, and this is known only during apply");
        return;
      }
      register_lets(*loop.body, iteration);
      item.kind = hir::EmitItem::Kind::loop;
      item.guard = guard;
      item.body = lower_emit_body(*loop.body, iteration, place, shared);
      lower_lets(iteration);
      guard->lets = arena.copy(iteration.lowered_lets);
      items.push_back(item);
      return;
    }
    case ast::MemberKind::spread:
      if (top) break;
      item.kind = hir::EmitItem::Kind::spread;
      item.value = lower(*ast::as<ast::SpreadMember>(member).value, scope, nullptr);
      items.push_back(item);
      return;
    case ast::MemberKind::set: {
      const auto& set = ast::as<ast::SetMember>(member);
      const ast::PathStep& first = set.path.steps[0];
      if (first.kind != ast::PathStep::Kind::name) break;
      if (top && !terraform) {
        err(Code::unknown_block, first.span, "`emit {}` holds blocks, not values", target);
        return;
      }
      if (top && first.name.name.text() != "slug" && first.name.name.text() != "stack") {
        err(Code::unknown_block, first.span, "`{}` is no setting of `emit terraform`", first.name.name.text())
            .note("`slug` shortens the addresses of the object, `stack` names the root module it belongs to");
        return;
      }
      if (set.path.steps.size() == 1) {
        item.kind = hir::EmitItem::Kind::attribute;
        item.name = first.name.name;
        item.name_span = first.span;
        item.value = terraform && !top && item.name.text() == "ignore_changes"
                         ? lower_attribute_paths(*set.value, scope)
                         : lower(*set.value, scope, top ? types.string() : nullptr);
        if (admits(place, item)) items.push_back(item);
        return;
      }
      // `a.b = e` is a block `a` with an attribute `b`.
      std::vector<hir::EmitItem> inner;
      ast::SetMember rest = set;
      rest.path.steps = set.path.steps.subspan(1);
      lower_emit_member(rest, scope, block_place(place, first.name), shared, inner);
      auto* body = arena.make<hir::EmitBody>();
      body->items = arena.copy(inner);
      body->span = member.span;
      item.kind = hir::EmitItem::Kind::block;
      item.name = first.name.name;
      item.name_span = first.span;
      item.body = body;
      if (admits(place, item)) items.push_back(item);
      return;
    }
    case ast::MemberKind::amend: {
      const auto& amend = ast::as<ast::AmendMember>(member);
      const ast::PathStep& first = amend.path.steps[0];
      if (first.kind != ast::PathStep::Kind::name || amend.body == nullptr) break;
      const std::string_view head = first.name.name.text();
      if (top) {
        if (!terraform || std::ranges::find(kTerraformBlocks, head) == std::end(kTerraformBlocks)) {
          unknown_block(first.name);
          return;
        }
        if (labels_of(head) != 0) {
          err(Code::unknown_block, first.span, "`{}` takes {}", head,
              labels_of(head) == 2 ? "a type and a name" : "a name")
              .with_help(labels_of(head) == 2 ? fmt::format("`{} T name {{ … }}`", head)
                                              : fmt::format("`{} name {{ … }}`", head));
          return;
        }
      }
      item.kind = hir::EmitItem::Kind::block;
      item.name = first.name.name;
      item.name_span = first.span;
      if (amend.path.steps.size() > 1) {
        ast::AmendMember rest = amend;
        rest.path.steps = amend.path.steps.subspan(1);
        std::vector<hir::EmitItem> inner;
        lower_emit_member(rest, scope, block_place(place, first.name), shared, inner);
        auto* body = arena.make<hir::EmitBody>();
        body->items = arena.copy(inner);
        body->span = member.span;
        item.body = body;
      } else {
        item.body = lower_emit_branch(*amend.body, scope, block_place(place, first.name), shared);
      }
      if (admits(place, item)) items.push_back(item);
      return;
    }
    case ast::MemberKind::block: {
      const auto& block = ast::as<ast::BlockMember>(member);
      const std::string_view head = block.head.name.text();
      item.kind = hir::EmitItem::Kind::block;
      item.name = block.head.name;
      item.name_span = block.head.span;
      if (top && terraform && head == "extern") return check_extern(block);
      std::size_t wanted = block.labels.size();
      if (top && terraform) {
        if (std::ranges::find(kTerraformBlocks, head) == std::end(kTerraformBlocks))
          return unknown_block(block.head);
        wanted = labels_of(head);
      } else if (top) {
        const DocumentHead* known = std::ranges::find_if(
            kDocuments, [&](const DocumentHead& d) { return d.target == target && d.head == head; });
        if (known == std::end(kDocuments)) return unknown_block(block.head);
        wanted = known->labels;
        const std::string_view kind = target == "argocd" ? "project" : "Secret";
        if (head == "extern" && !block.labels.empty() && sources.text(block.labels[0]->span) != kind) {
          err(Code::unknown_block, block.labels[0]->span, "`extern` of `emit {}` names a {}", target, kind)
              .with_help(target == "argocd" ? "`extern project name { spec { … } }`"
                                            : "`extern Secret name { namespace = \"…\", keys = [ … ] }`");
          return;
        }
      }
      if (block.labels.size() != wanted) {
        err(Code::unknown_block, block.head.span, "`{}` takes {} {}, found {}", head, wanted,
            wanted == 1 ? "label" : "labels", block.labels.size());
        return;
      }
      Scope* inside = &scope;
      Scope iteration{};
      hir::Guard* loop = nullptr;
      if (block.has_loop) {
        loop = lower_loop(block.loop, scope, iteration);
        if (loop->source->type->is(TypeKind::deferred)) {
          err(Code::deferred_condition, block.loop.source->span,
              "the keys of `for` must be known, and this is known only during apply");
          return;
        }
        inside = &iteration;
        item.loop = loop;
      }
      std::vector<const hir::Expr*> labels;
      for (const ast::Expr* label : block.labels) {
        if (label->kind == ast::ExprKind::name) {
          labels.push_back(
              constant(Value::string(ast::as<ast::NameExpr>(*label).name), label->span, types.string()));
        } else {
          labels.push_back(lower(*label, *inside, types.string()));
        }
      }
      item.labels = arena.copy(labels);
      if (block.body != nullptr) {
        if (top && !terraform) {
          const Type* type = document_type(place.target, block.head.name);
          const bool outer = std::exchange(in_document, true);
          item.value = lower_construct(member_expr(block.body->span), type, *block.body, *inside);
          in_document = outer;
        } else {
          const EmitPlace inner =
              top ? terraform_place(place, item, *block.body) : block_place(place, block.head);
          item.body = lower_emit_branch(*block.body, *inside, inner, shared);
        }
      }
      if (loop != nullptr) {
        lower_lets(iteration);
        loop->lets = arena.copy(iteration.lowered_lets);
      }
      if (top || admits(place, item)) items.push_back(item);
      return;
    }
    case ast::MemberKind::declare:
      return misplaced_declaration(ast::as<ast::DeclareMember>(member));
    default:
      break;
  }
  err(Code::unknown_block, member.span, "this does not stand in an `emit`");
}

const hir::Expr* Sema::Impl::lower_attribute_paths(const ast::Expr& value, Scope& scope) {
  // As in HCL: `memory` and `disk[0].size` are not looked up, and `all` is a word.
  const auto is_path = [](const ast::Expr& expr) {
    const ast::Expr* at = &expr;
    for (;;) {
      if (at->kind == ast::ExprKind::field) {
        at = ast::as<ast::Field>(*at).base;
      } else if (at->kind == ast::ExprKind::index) {
        at = ast::as<ast::Index>(*at).base;
      } else {
        return at->kind == ast::ExprKind::name;
      }
    }
  };
  const auto text = [&](const ast::Expr& expr) {
    return constant(Value::string(arena.copy_text(sources.text(expr.span))), expr.span, types.string());
  };
  if (value.kind == ast::ExprKind::name && ast::as<ast::NameExpr>(value).name.text() == "all")
    return text(value);
  if (value.kind != ast::ExprKind::list) return lower(value, scope, nullptr);
  std::vector<Value> paths;
  for (const ast::ListItem& item : ast::as<ast::List>(value).items) {
    if (item.kind == ast::ListItem::Kind::element && is_path(*item.value)) {
      paths.push_back(text(*item.value)->value);
    } else if (item.kind == ast::ListItem::Kind::element && item.value->kind == ast::ExprKind::string &&
               ast::as<ast::String>(*item.value).is_plain()) {
      paths.push_back(lower(*item.value, scope, types.string())->value);
    } else {
      return lower(value, scope, nullptr);
    }
  }
  return constant(Value::list(arena.make<ListValue>(arena.copy(paths))), value.span,
                  types.list(types.string()));
}

ast::Expr& Sema::Impl::member_expr(SourceSpan span) {
  auto* expr = arena.make<ast::Expr>();
  expr->kind = ast::ExprKind::object;
  expr->span = span;
  return *expr;
}

}  // namespace flux
