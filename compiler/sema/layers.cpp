// Layers and environments: what extends what, in which order, and what each may see.
#include <fmt/format.h>

#include <algorithm>

#include "sema/analyzer.h"

namespace flux {

View* Sema::Impl::layer_view(std::span<const hir::Layer* const> below, const Type* type) {
  View& view = views.emplace_back();
  view.type = type;
  begin_with(view, type);
  for (const hir::Layer* layer : below) {
    if (layer->body != nullptr) view.bodies.push_back(layer->body);
  }
  return &view;
}

std::vector<const hir::Layer*> Sema::Impl::mount(Symbol& symbol, const ast::Extends& extends,
                                                 const Type* root) {
  std::vector<const hir::Layer*> mounted;
  if (symbol.layer->body == nullptr) return mounted;
  const Type* at = root;
  std::vector<const Type*> types_on_way;
  std::string place = print_type(root);
  for (const ast::PathStep& step : extends.at.steps) {
    types_on_way.push_back(at);
    View* here = view_of(at);
    if (step.kind != ast::PathStep::Kind::name) {
      err(Code::mount_invalid, step.span, "a layer is mounted at a path of names");
      return mounted;
    }
    const Type* type = slot_type(*here, step.name.name);
    if (type == nullptr) {
      if (at->is(TypeKind::record)) unknown_field(*at->record, step.name);
      return mounted;
    }
    at = strip(type);
    place.append(".").append(step.name.name.text());
  }
  const hir::Layer* inner = symbol.layer;
  const bool related = at->is(TypeKind::any) ||
                       (at->is(TypeKind::record) && inner->type->is(TypeKind::record) &&
                        inner->type->record->derives_from(at->record)) ||
                       at == inner->type;
  if (!related) {
    err(Code::mount_invalid, extends.at.span, "`{}` is a layer of `{}`, and here stands `{}`",
        symbol.name.text(), print_type(inner->type), print_type(at))
        .label(symbol.span, "declared here");
    return mounted;
  }
  // What the layer stands on comes with it. Mounted at one place twice, a layer is one and the same.
  for (const hir::Layer* below : symbol.order) {
    if (below->body == nullptr) continue;
    const hir::Layer*& known = mounted_layers[{below, place}];
    if (known == nullptr) known = mount_one(*below, extends, types_on_way, place);
    mounted.push_back(known);
  }
  return mounted;
}

const hir::Layer* Sema::Impl::mount_one(const hir::Layer& inner, const ast::Extends& extends,
                                        std::span<const Type* const> types_on_way, const std::string& place) {
  // The layer's own body stands at the end of path bodies; it has no frame around it, so that it reaches
  // nothing outside its object.
  const hir::Body* body = inner.body;
  for (std::size_t i = extends.at.steps.size(); i-- > 0;) {
    BodyBuilder builder;
    hir::Entry entry{.op = hir::EntryOp::amend,
                     .head = extends.at.steps[i].name.name,
                     .head_span = extends.at.steps[i].span,
                     .body = body,
                     .span = extends.at.span};
    add_entry(builder, entry, {.layer = inner.name});
    hir::Body* path = finish(builder, extends.at.span, types_on_way[i], inner.name);
    path->is_path = true;
    body = path;
  }
  std::vector<const hir::Layer*> extended;
  for (const hir::Layer* below : inner.extends) {
    if (auto found = mounted_layers.find({below, place}); found != mounted_layers.end())
      extended.push_back(found->second);
  }
  auto* mounted = arena.make<hir::Layer>(inner);
  mounted->type = types_on_way.front();
  mounted->body = body;
  mounted->mounted = true;
  mounted->extends = arena.copy(extended);
  std::vector<std::string> way;
  for (const ast::PathStep& step : extends.at.steps) way.push_back(step.name.name.str());
  for (hir::Change change : changes[&inner]) {
    change.path.insert(change.path.begin(), way.begin(), way.end());
    if (change.is_rename()) change.from.insert(change.from.begin(), way.begin(), way.end());
    changes[mounted].push_back(std::move(change));
  }
  return mounted;
}

hir::Layer* Sema::Impl::resolve_layer(Symbol& symbol, SourceSpan use) {
  if (symbol.progress == Progress::done) return symbol.layer;
  const auto& decl = ast::as<ast::LayerDecl>(*symbol.decl);
  Module& module = *symbol.owner;
  if (symbol.progress == Progress::running) {
    std::vector<std::string> way;
    for (auto it = std::ranges::find(running_layers, &symbol); it != running_layers.end(); ++it)
      way.push_back(fmt::format("`{}`", (*it)->name.text()));
    way.push_back(fmt::format("`{}`", symbol.name.text()));
    err(Code::layer_cycle, use, "`{}` extends itself", symbol.name.text())
        .label(symbol.span, "declared here")
        .note(fmt::format("the way round: {}", fmt::join(way, " → ")));
    return nullptr;
  }
  symbol.progress = Progress::running;
  running_layers.push_back(&symbol);

  auto* layer = arena.make<hir::Layer>();
  layer->name = symbol.name;
  layer->is_environment = decl.is_environment;
  layer->span = symbol.span;
  layer->doc = arena.copy_text(decl.doc);

  const Type* declared = nullptr;
  if (!decl.type.parts.empty()) {
    Symbol* type_symbol = find_qualified(module, decl.type, Symbol::Kind::type, Code::not_a_type, "type");
    declared = type_symbol != nullptr ? strip(resolve_symbol(*type_symbol, decl.type.span)) : types.error();
    if (!declared->is(TypeKind::record) && !declared->is(TypeKind::error)) {
      err(Code::not_a_type, decl.type.span, "a layer describes a record, and `{}` is none",
          print_type(declared));
      declared = types.error();
    }
  }

  std::vector<const hir::Layer*> extended;
  std::vector<std::pair<Symbol*, const ast::Extends*>> plain;
  std::vector<std::pair<Symbol*, const ast::Extends*>> mounts;
  bool failed = false;
  for (const ast::Extends& extends : decl.extends) {
    Symbol* other =
        find_qualified(module, extends.layer, Symbol::Kind::layer, Code::wrong_kind_of_name, "layer");
    if (other == nullptr || other->kind == Symbol::Kind::anything) {
      failed = true;
      continue;
    }
    if (resolve_layer(*other, extends.layer.span) == nullptr) {
      failed = true;
      continue;
    }
    if (!extends.at.steps.empty()) {
      mounts.emplace_back(other, &extends);
      continue;
    }
    plain.emplace_back(other, &extends);
    const Type* type = other->layer->type;
    if (declared == nullptr || (type->is(TypeKind::record) && declared->is(TypeKind::record) &&
                                type->record->derives_from(declared->record) && decl.type.parts.empty()))
      declared = type;
    if (declared->is(TypeKind::record) && type->is(TypeKind::record) && declared != type &&
        !declared->record->derives_from(type->record)) {
      err(Code::layers_differ, extends.layer.span, "`{}` describes `{}`, and `{}` describes `{}`",
          other->name.text(), print_type(type), symbol.name.text(), print_type(declared))
          .label(other->span, "declared here");
      failed = true;
    }
  }
  for (std::size_t i = 0; i < plain.size(); ++i) {
    for (std::size_t k = 0; k < plain.size(); ++k) {
      if (i == k) continue;
      bool same = plain[i].first == plain[k].first;
      bool below = !same && std::ranges::find(plain[k].first->order, plain[i].first->layer) !=
                                plain[k].first->order.end();
      if (!below && !(same && i > k)) continue;
      std::string_view dropped = plain[i].first->name.text();
      auto& d = err(Code::redundant_extends, plain[i].second->layer.span, "{}",
                    same ? fmt::format("`{}` is extended twice", dropped)
                         : fmt::format("`{}` already extends `{}`", plain[k].first->name.text(), dropped));
      d.with_help(fmt::format("drop `{}`", dropped));
      d.label(plain[k].second->layer.span, same ? "first here" : "by way of this one");
      failed = true;
    }
  }
  if (declared == nullptr) {
    if (!failed) {
      err(Code::layers_differ, symbol.span, "`{}` says neither what it describes nor what it extends",
          symbol.name.text())
          .with_help(fmt::format("`{} {} : Type {{ … }}`, or `extends` another layer",
                                 decl.is_environment ? "environment" : "layer", symbol.name.text()));
    }
    declared = types.error();
  }
  layer->type = declared;

  // Lowest first, each once: depth first, in the order written.
  std::vector<const hir::Layer*> order;
  auto add = [&](const hir::Layer* below) {
    if (std::ranges::find(order, below) == order.end()) order.push_back(below);
  };
  for (auto& [other, at] : plain) {
    for (const hir::Layer* below : other->order) add(below);
    extended.push_back(other->layer);
  }
  // Mounted layers come last: they stand above those of the whole tree.
  for (auto& [other, at] : mounts) {
    if (!declared->is(TypeKind::record)) continue;
    const std::vector<const hir::Layer*> mounted = mount(*other, *at, declared);
    failed |= mounted.empty();
    std::ranges::for_each(mounted, add);
    if (!mounted.empty()) extended.push_back(mounted.back());
  }
  layer->extends = arena.copy(extended);

  if (declared->is(TypeKind::record)) {
    View* view = layer_view(order, declared);
    if (decl.body != nullptr) {
      layer->body = lower_body(*decl.body, *view, nullptr, module,
                               {.layer = symbol.name, .in_layer = true, .changes = &changes[layer]});
    } else if (!decl.from.empty()) {
      layer->from_yaml = true;
      if (const YamlNode* node = read_data_of(module, decl)) {
        layer->body = data_body(*node, *view, module, symbol.name);
      } else {
        failed = true;
      }
    }
  }
  running_layers.pop_back();
  symbol.layer = layer;
  symbol.order = order;
  symbol.order.push_back(layer);
  symbol.progress = Progress::done;
  return layer;
}

const hir::Environment* Sema::Impl::environment_of(Symbol& symbol) {
  if (auto found = environments.find(&symbol); found != environments.end()) return found->second;
  hir::Layer* layer = resolve_layer(symbol, symbol.span);
  hir::Environment* environment = nullptr;
  if (layer != nullptr) {
    environment = arena.make<hir::Environment>();
    environment->layer = layer;
    environment->layers = arena.copy(symbol.order);
    environment_symbols.emplace(environment, &symbol);
  }
  environments.emplace(&symbol, environment);
  return environment;
}

const hir::Environment* Sema::customised(const hir::Environment& environment,
                                         std::span<const CustomLayer> customs) {
  Impl& impl = *impl_;
  auto symbol = impl.environment_symbols.find(&environment);
  if (symbol == impl.environment_symbols.end()) return nullptr;
  std::vector<const hir::Layer*> layers(environment.layers.begin(), environment.layers.end());
  bool failed = false;  // each layer is looked at all the same
  for (const CustomLayer& custom : customs) {
    const hir::Layer* layer = impl.custom_layer(custom, environment, layers, *symbol->second->owner);
    failed |= layer == nullptr;
    if (layer != nullptr) layers.push_back(layer);
  }
  if (failed) return nullptr;
  auto* made = impl.arena.make<hir::Environment>();
  made->layer = environment.layer;
  made->layers = impl.arena.copy(layers);
  impl.environment_symbols.emplace(made, symbol->second);
  return made;
}

const hir::Body* Sema::delivery_defaults(const hir::Environment& environment,
                                         std::span<const ProjectField> delivery) {
  Impl& impl = *impl_;
  auto symbol = impl.environment_symbols.find(&environment);
  const Type* type = environment.layer->type;
  if (symbol == impl.environment_symbols.end() || !type->is(TypeKind::record)) return nullptr;
  const Name head = intern("delivery");
  const Field* field = type->record->find(head);
  if (field == nullptr || !strip(field->type)->is(TypeKind::record)) return nullptr;
  Symbol* library = impl.library_type("std/types", "Delivery");
  if (library == nullptr) return nullptr;
  const Type* wanted = strip(impl.resolve_symbol(*library, {}));
  if (!strip(field->type)->record->derives_from(wanted->record)) return nullptr;

  std::vector<YamlEntry> entries;
  const auto scalar = [&](std::string_view text, SourceSpan span) {
    return impl.arena.make<YamlNode>(
        YamlNode{.kind = YamlKind::scalar, .span = span, .text = impl.arena.copy_text(text)});
  };
  for (const ProjectField& set : delivery) {
    entries.push_back({scalar(set.name, set.span), scalar(set.text, set.span)});
  }
  const SourceSpan file = delivery.empty() ? SourceSpan{} : delivery.front().span;
  const YamlNode mapping{.kind = YamlKind::mapping, .span = file, .entries = impl.arena.copy(entries)};
  const YamlEntry whole{scalar(head.text(), file), &mapping};
  const YamlNode root{.kind = YamlKind::mapping, .span = file, .entries = {&whole, 1}};
  return impl.data_body(root, *impl.view_of(type), *symbol->second->owner, intern("flux.yaml"));
}

}  // namespace flux
