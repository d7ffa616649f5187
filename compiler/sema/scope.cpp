// What a bare name means: locals of all levels, then the special words, then fields of enclosing bodies,
// innermost first, then the module's declarations, then Terraform's own names.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"

namespace flux {

namespace {

/// Whether `record` can be what `self` means in a scope.
bool is_self(const Scope& scope) {
  return scope.fields != nullptr;
}

struct Frame {
  std::uint16_t up;
  const Scope* scope;
};

std::optional<Frame> frame_that(const Scope& scope, bool (*predicate)(const Scope&)) {
  std::uint16_t up = 0;
  for (const Scope* s = &scope; s != nullptr; up += s->is_frame(), s = s->parent) {
    if (predicate(*s)) return Frame{up, s};
  }
  return std::nullopt;
}

}  // namespace

const hir::Expr* Sema::Impl::lower_let(PendingLet& let, Scope& owner, std::uint16_t up, SourceSpan use) {
  const ast::LetMember& member = *let.member;
  if (let.progress == Progress::running) {
    err(Code::recursive_function, use, "`{}` is made of itself", member.name.name.text())
        .label(member.name.span, "declared here");
    return error(use);
  }
  if (let.progress == Progress::untouched) {
    let.progress = Progress::running;
    const Type* declared = member.type != nullptr ? resolve(*member.type, *owner.module) : nullptr;
    // The right side stands in the frame of its own body.
    Name field = std::exchange(owner.current_field, Name{});
    const hir::Expr* value = lower(*member.value, owner, declared);
    owner.current_field = field;
    owner.frame().lowered_lets[let.index] = {member.name.name, declared != nullptr ? declared : value->type,
                                             value};
    let.progress = Progress::done;
  }
  hir::Expr* made = make(hir::ExprKind::let_, use, owner.frame().lowered_lets[let.index].type);
  made->up = up;
  made->index = static_cast<std::uint16_t>(let.index);
  made->name = member.name.name;
  return made;
}

void Sema::Impl::lower_lets(Scope& scope) {
  std::vector<PendingLet*> lets;
  for (auto& [name, let] : scope.lets) lets.push_back(&let);
  std::ranges::sort(lets, {},
                    &PendingLet::index);  // as written, so that a circle is always told from the same end
  for (PendingLet* let : lets) lower_let(*let, scope, 0, let->member->name.span);
}

std::vector<std::string_view> Sema::Impl::visible_names(const Scope& scope, std::vector<Name>& keep) {
  for (const Scope* s = &scope; s != nullptr; s = s->parent) {
    for (const auto& [name, type] : s->variables) keep.push_back(name);
    for (const auto& [name, let] : s->lets) keep.push_back(name);
    if (s->fields != nullptr) {
      for (const Field& field : s->fields->fields) {
        if (field.name != s->current_field) keep.push_back(field.name);
      }
    }
  }
  if (auto owner = scope.in_terraform ? frame_that(scope, is_self) : std::nullopt) {
    for (const HandleDecl& handle : owner->scope->fields->handles) {
      if (handle.head.text() == "resource") keep.push_back(handle.type);
    }
  }
  for (const auto& [name, symbol] : scope.module->names) keep.push_back(name);
  std::sort(keep.begin(), keep.end());
  std::vector<std::string_view> names;
  for (Name name : keep) names.push_back(name.text());
  return names;
}

const hir::Expr* Sema::Impl::lower_name(const ast::Expr& at, Name name, Scope& scope, const Type*) {
  const std::string_view word = name.text();
  std::uint16_t up = 0;
  for (Scope* s = &scope; s != nullptr; up += s->is_frame(), s = s->parent) {
    for (std::size_t i = 0; i < s->variables.size(); ++i) {
      if (s->variables[i].first != name) continue;
      hir::Expr* made = make(hir::ExprKind::local, at.span, s->variables[i].second);
      made->up = up;
      made->index = static_cast<std::uint16_t>(i);
      made->name = name;
      return made;
    }
    if (auto let = s->lets.find(name); let != s->lets.end()) return lower_let(let->second, *s, up, at.span);
  }

  if (word == "self") {
    auto owner = frame_that(scope, is_self);
    if (!owner) {
      err(Code::misplaced_word, at.span, "`self` is the object around, and there is none here");
      return error(at.span);
    }
    hir::Expr* made = make(hir::ExprKind::self, at.span, types.reference(owner->scope->fields->type));
    made->up = owner->up;
    return made;
  }
  if (word == "key") {
    auto entry = frame_that(scope, [](const Scope& s) { return s.kind == Scope::Kind::body && !s.in_emit; });
    if (!entry) {
      err(Code::misplaced_word, at.span, "`key` is the key of the entry around, and there is none here");
      return error(at.span);
    }
    hir::Expr* made = make(hir::ExprKind::key, at.span, types.string());
    made->up = entry->up;
    return made;
  }
  if (word == "root") {
    const Scope* outermost = &scope;
    while (outermost->parent != nullptr) outermost = outermost->parent;
    if (!outermost->in_layer || outermost->fields == nullptr) {
      err(Code::misplaced_word, at.span, "`root` is the environment, and only layers stand in one")
          .with_help("`owner: enclosing<T>` binds the object of a type around");
      return error(at.span);
    }
    return make(hir::ExprKind::root, at.span, types.reference(outermost->fields->type));
  }
  if (word == "super") {
    if (!super_type) {
      err(Code::misplaced_word, at.span,
          "`super` is what the layers below gave the field on whose right side it stands");
      return error(at.span);
    }
    super_used = true;
    return make(hir::ExprKind::super, at.span, super_type);
  }

  up = 0;
  for (Scope* s = &scope; s != nullptr; up += s->is_frame(), s = s->parent) {
    if (s->fields == nullptr || s->current_field == name) continue;
    const Field* field = s->fields->find(name);
    if (field == nullptr) continue;
    if (!scope.module->library) {
      for (Scope* outer = s->parent; outer != nullptr; outer = outer->parent) {
        if (outer->fields == nullptr || outer->fields == s->fields || outer->current_field == name) continue;
        const Field* hidden = outer->fields->find(name);
        if (hidden == nullptr) continue;
        diagnostics
            .warning(Code::shadowed_name, at.span,
                     fmt::format("`{}` is the field of `{}`, which hides the one of `{}`", word,
                                 s->fields->name.text(), outer->fields->name.text()))
            .label(field->span, "meant")
            .label(hidden->span, "hidden")
            .with_help(outer->parent == nullptr && outer->in_layer
                           ? fmt::format("`self.{}` or `root.{}` says which", word, word)
                           : fmt::format("`self.{}` says so", word));
        break;
      }
    }
    hir::Expr* made = make(hir::ExprKind::slot, at.span, field->type);
    made->up = up;
    made->name = name;
    return made;
  }

  if (Symbol* symbol = find_symbol(*scope.module, name)) {
    switch (symbol->kind) {
      case Symbol::Kind::let: {
        hir::GlobalLet* let = lower_global(*symbol, at.span);
        if (let == nullptr) return error(at.span);
        hir::Expr* made =
            make(hir::ExprKind::global, at.span, let->type != nullptr ? let->type : types.error());
        made->global = let;
        made->name = name;
        return made;
      }
      case Symbol::Kind::anything:
        return error(at.span);
      default: {
        auto& d = err(Code::wrong_kind_of_name, at.span, "`{}` is no value", word);
        d.label(symbol->span, symbol->kind == Symbol::Kind::type       ? "a type, declared here"
                              : symbol->kind == Symbol::Kind::layer    ? "a layer, declared here"
                              : symbol->kind == Symbol::Kind::function ? "a function, declared here"
                                                                       : "a module, imported here");
        if (symbol->kind == Symbol::Kind::type) d.with_help(fmt::format("`{} {{ … }}` constructs one", word));
        return error(at.span);
      }
    }
  }

  if (sources.is_concealed(at.span)) {
    err(Code::unknown_name, at.span, "what is given for a secret is a name, and an unknown one")
        .with_help("text is quoted: `\"…\"`");
    return error(at.span);
  }
  auto& d = err(Code::unknown_name, at.span, "unknown name `{}`", word);
  // `a-1` is one name; whoever wrote it meant a subtraction when `a` is known.
  std::vector<Name> keep;
  std::vector<std::string_view> names = visible_names(scope, keep);
  for (std::size_t dash = word.find('-'); dash != std::string_view::npos; dash = word.find('-', dash + 1)) {
    if (std::ranges::find(names, word.substr(0, dash)) == names.end()) continue;
    std::string spaced = fmt::format("{} - {}", word.substr(0, dash), word.substr(dash + 1));
    d.fix("a dash is part of a name; subtraction takes spaces", at.span, spaced);
    return error(at.span);
  }
  for (const std::string_view literal : {"true", "false", "null"}) names.push_back(literal);
  if (auto near = closest(word, names)) {
    d.fix(fmt::format("did you mean `{}`?", *near), at.span, std::string{*near});
  } else {
    d.with_help(fmt::format("text is quoted: `\"{}\"`", word));
  }
  return error(at.span);
}

const hir::Expr* Sema::Impl::lower_handle(const ast::Field& field, Scope& scope) {
  // The chain `[object.]terraform.[data.]T.n`, or inside `emit terraform` `[data.]T.n`, taken apart from the
  // right; null when it is none. Deeper attributes are ordinary fields of the result.
  std::vector<const ast::Ident*> words;
  const ast::Expr* object = nullptr;
  const ast::Expr* at = &field;
  bool saw_terraform = false;
  while (at->kind == ast::ExprKind::field) {
    const auto& f = ast::as<ast::Field>(*at);
    words.insert(words.begin(), &f.field);
    if (f.field.name.text() == "terraform" && !saw_terraform) {
      saw_terraform = true;
      object = f.base;
      words.erase(words.begin());
      break;
    }
    at = f.base;
  }
  ast::Ident first{};
  const RecordType* record = nullptr;
  std::uint16_t up = 0;
  const hir::Expr* lowered_object = nullptr;
  if (!saw_terraform) {
    if (at->kind != ast::ExprKind::name) return nullptr;
    first = {ast::as<ast::NameExpr>(*at).name, at->span};
    // A name that means something else is that.
    for (const Scope* s = &scope; s != nullptr; s = s->parent) {
      for (const auto& [name, type] : s->variables) {
        if (name == first.name) return nullptr;
      }
      if (s->lets.contains(first.name)) return nullptr;
      if (s->fields != nullptr && s->current_field != first.name && s->fields->find(first.name) != nullptr)
        return nullptr;
    }
    if (scope.module->names.contains(first.name)) return nullptr;
    const bool bare_terraform = first.name.text() == "terraform";
    if (!bare_terraform && !scope.in_terraform) return nullptr;
    if (!bare_terraform) words.insert(words.begin(), &first);
    auto owner = frame_that(scope, is_self);
    if (!owner) return nullptr;
    up = owner->up;
    record = owner->scope->fields;
    if (scope.in_terraform && !words.empty()) {
      // Names that Terraform itself gives.
      std::string_view w = words[0]->name.text();
      if ((w == "path" || w == "terraform" || w == "each" || w == "count") && words.size() == 2) {
        hir::Expr* made = make(hir::ExprKind::variable, field.span, types.deferred(types.any()));
        made->name = intern(fmt::format("{}.{}", w, words[1]->name.text()));
        return made;
      }
    }
  } else {
    lowered_object = lower(*object, scope, nullptr);
    const Type* bare = strip(lowered_object->type);
    if (bare->is(TypeKind::reference) || bare->is(TypeKind::enclosing)) bare = bare->element;
    if (bare->is(TypeKind::error)) return error(field.span);
    if (!bare->is(TypeKind::record)) return nullptr;
    record = bare->record;
    if (record->find(intern("terraform")) != nullptr) return nullptr;
  }

  // [mode] type name, or mode name.
  std::string_view head = "resource";
  std::size_t i = 0;
  static constexpr std::pair<std::string_view, std::string_view> kModes[] = {
      {"data", "data"},    {"ephemeral", "ephemeral"}, {"module", "module"},
      {"var", "variable"}, {"local", "locals"},        {"output", "output"}};
  if (!words.empty()) {
    for (auto [written, means] : kModes) {
      if (words[0]->name.text() == written) {
        head = means;
        i = 1;
        break;
      }
    }
  }
  const bool typed = head == "resource" || head == "data" || head == "ephemeral";
  const std::size_t needed = i + (typed ? 2 : 1);
  std::vector<std::string_view> known_types;
  std::vector<std::string_view> known_names;
  for (const HandleDecl& decl : record->handles) {
    if (decl.head.text() != head) continue;
    if (typed) known_types.push_back(decl.type.text());
    if (!typed || (words.size() > i && decl.type == words[i]->name)) known_names.push_back(decl.name.text());
  }
  if (!saw_terraform && first.name.text() != "terraform" && head == "resource" &&
      (words.empty() || std::ranges::find(known_types, words[0]->name.text()) == known_types.end())) {
    return nullptr;  // no resource type of ours: an unknown name, said by who asked
  }
  if (words.size() < needed) return nullptr;  // only part of the chain; the whole is asked for first
  if (words.size() > needed) return nullptr;  // deeper: the base is the handle
  if (typed && std::ranges::find(known_types, words[i]->name.text()) == known_types.end()) {
    auto& d = err(Code::unknown_handle, words[i]->span, "`{}` emits no {} `{}`", record->name.text(), head,
                  words[i]->name.text());
    if (auto near = closest(words[i]->name.text(), known_types))
      d.fix(fmt::format("did you mean `{}`?", *near), words[i]->span, std::string{*near});
    return error(field.span);
  }
  const ast::Ident& last = *words[needed - 1];
  for (const HandleDecl& decl : record->handles) {
    if (decl.head.text() != head || decl.name != last.name || (typed && decl.type != words[i]->name))
      continue;
    hir::Expr* handles = make(hir::ExprKind::handles, field.span, types.any());
    handles->a = lowered_object;
    handles->up = up;
    hir::Expr* made = make(hir::ExprKind::handle, field.span, types.deferred(handle_type(decl)));
    made->a = handles;
    made->handle_decl = &decl;
    return made;
  }
  auto& d = err(Code::unknown_handle, last.span, "`{}` emits no {} named `{}`", record->name.text(), head,
                last.name.text());
  if (auto near = closest(last.name.text(), known_names))
    d.fix(fmt::format("did you mean `{}`?", *near), last.span, std::string{*near});
  return error(field.span);
}

}  // namespace flux
