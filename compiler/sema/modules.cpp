// Files and what they declare: loading, importing, checking whole modules.
#include <fmt/format.h>

#include <algorithm>

#include "base/content_hash.h"
#include "diagnostics/suggest.h"
#include "schemas/schema_set.h"
#include "sema/analyzer.h"
#include "syntax/parser.h"

namespace flux {

namespace {

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view e) { return path.ends_with(e); });
}

std::string_view kind_name(Symbol::Kind kind) {
  switch (kind) {
    case Symbol::Kind::type:
      return "type";
    case Symbol::Kind::layer:
      return "layer";
    case Symbol::Kind::function:
      return "function";
    case Symbol::Kind::let:
      return "`let`";
    case Symbol::Kind::module:
      return "module";
    case Symbol::Kind::anything:
      return "schema";
  }
  return "name";
}

}  // namespace

Sema::Impl::Impl(SourceManager& s, FileProvider& f, Diagnostics& d, SemaOptions o)
    : sources(s), files(f), diagnostics(d), options(std::move(o)) {
  packages.emplace_back(
      Package{.root = options.project_root, .canonical = files.canonical(options.project_root)});
}

Symbol* Sema::Impl::add_symbol(Module& module, Symbol symbol) {
  auto found = module.names.find(symbol.name);
  if (found != module.names.end()) {
    err(Code::duplicate_declaration, symbol.span, "`{}` is declared twice", symbol.name.text())
        .label(found->second->span, "first declared here");
    return nullptr;
  }
  module.storage.push_back(std::make_unique<Symbol>(std::move(symbol)));
  Symbol* kept = module.storage.back().get();
  module.names.emplace(kept->name, kept);
  return kept;
}

Sema::Module* Sema::Impl::load_library(const std::string& path, SourceSpan from) {
  if (auto found = by_path.find(path); found != by_path.end()) return found->second;
  const LibraryEntry entry = options.library ? options.library(path) : LibraryEntry{};
  if (!entry.exists()) {
    err(Code::import_not_found, from, "the standard library has no module `{}`", path);
    return nullptr;
  }
  Module& module = modules.emplace_back();
  module.path = path;
  module.library = true;
  // Found from here on, so that the parts of a folder may import each other: what a module declares is known
  // before its imports are looked at.
  by_path.emplace(path, &module);
  if (entry.text) {
    module.file = sources.add(path, std::string{*entry.text});
    module.ast = parse(module.file, sources, module.arena, diagnostics);
    declare(module);
  }
  for (const std::string& part : entry.parts) {
    for (Symbol* symbol : load_library(part, from)->declared) {
      module.declared.push_back(symbol);
      module.names.emplace(symbol->name, symbol);
    }
  }
  module.progress = Progress::done;
  return &module;
}

Sema::Module* Sema::Impl::load(const std::string& path, SourceSpan from, Package& package) {
  if (from.valid() && !may_reach(path, from, package)) return nullptr;
  const std::string canonical = files.canonical(path);
  if (auto found = by_path.find(canonical); found != by_path.end()) {
    Module* module = found->second;
    if (module != nullptr && module->progress == Progress::running) {
      std::vector<std::string> way;
      auto first = std::ranges::find(loading, module);
      for (auto it = first; it != loading.end(); ++it) way.push_back(fmt::format("`{}`", (*it)->path));
      way.push_back(fmt::format("`{}`", module->path));
      err(Code::import_cycle, from, "`{}` imports itself", module->path)
          .note(fmt::format("the way round: {}", fmt::join(way, " → ")));
      return nullptr;
    }
    return module;
  }
  if (files.is_directory(path)) {
    if (Module* module = load_terraform_module(path, canonical, from)) return module;
  }
  std::optional<std::string> read = read_imported(path, from);
  if (!read) {
    by_path.emplace(canonical, nullptr);
    return nullptr;
  }
  if (ends_with_any(path, {".json", ".json.gz", ".yaml", ".yaml.gz", ".yml", ".yml.gz"})) {
    modules.emplace_back();
    Module& module = modules.back();
    module.path = path;
    module.package = &package;
    module.foreign = true;
    module.progress = Progress::done;
    by_path.emplace(canonical, &module);
    std::string reason;
    module.unreadable = options.schemas == nullptr;
    note_read(module, ReadFile::Kind::schema, path, *read);
    if (options.schemas == nullptr) return &module;
    if (!options.schemas->add(path, *read, from, reason)) {
      err(Code::schema_unreadable, from, "`{}` is no schema that can be read: {}", path, reason);
      module.unreadable = true;
    }
    if (!options.schemas->describes_chart(path)) return &module;
    // The defaults of a chart, and what other charts it brings, stand beside the schema of its values.
    const auto beside = [&](std::string_view name) {
      const std::string neighbour = path.substr(0, path.rfind('/') + 1).append(name);
      auto text = files.read(neighbour);
      auto* known = std::get_if<std::string>(&text);
      if (known == nullptr) return std::string{};
      note_read(module, ReadFile::Kind::schema, neighbour, *known);
      return std::move(*known);
    };
    options.schemas->add_chart(path, beside("values.yaml"), beside("Chart.yaml"));
    return &module;
  }
  modules.emplace_back();
  Module& module = modules.back();
  by_path.emplace(canonical, &module);
  module.path = path;
  module.package = &package;
  module.progress = Progress::running;
  module.file = sources.add(path, std::move(*read));
  module.reads.push_back({.path = path, .file = module.file});
  loading.push_back(&module);
  module.ast = parse(module.file, sources, module.arena, diagnostics);
  declare(module);
  loading.pop_back();
  module.progress = Progress::done;
  return &module;
}

std::optional<std::string> Sema::Impl::read_imported(const std::string& path, SourceSpan from) {
  auto read = files.read(path);
  if (auto* text = std::get_if<std::string>(&read)) return std::move(*text);
  const auto& failed = std::get<ReadError>(read);
  const bool missing = failed.kind == ReadError::Kind::not_found;
  auto& d = err(missing ? Code::import_not_found : Code::import_unreadable, from, "cannot read `{}`: {}",
                path, failed.reason);
  if (!missing) return std::nullopt;
  const auto name_of = [](std::string_view whole) {
    const std::size_t slash = whole.rfind('/');
    return slash == std::string_view::npos ? whole : whole.substr(slash + 1);
  };
  const std::size_t slash = path.rfind('/');
  const std::vector<std::string> listed =
      files.list(slash == std::string::npos ? "." : path.substr(0, slash));
  std::vector<std::string_view> names;
  for (std::string_view name : listed) names.push_back(name_of(name));
  if (auto near = closest(name_of(path), names)) d.with_help(fmt::format("did you mean `{}`?", *near));
  return std::nullopt;
}

Sema::Module* Sema::Impl::load_terraform_module(const std::string& path, const std::string& canonical,
                                                SourceSpan from) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const std::string& file : files.list(path)) {
    if (!file.ends_with(".tf")) continue;
    auto read = files.read(file);
    if (auto* text = std::get_if<std::string>(&read)) texts.emplace_back(file, std::move(*text));
  }
  if (texts.empty()) return nullptr;
  Module& module = modules.emplace_back();
  module.path = path;
  module.foreign = true;
  module.unreadable = options.schemas == nullptr;
  module.progress = Progress::done;
  by_path.emplace(canonical, &module);
  for (const auto& [file, text] : texts) note_read(module, ReadFile::Kind::schema, file, text);
  if (options.schemas != nullptr) options.schemas->add_module(path, from, texts);
  return &module;
}

void Sema::Impl::note_read(Module& module, ReadFile::Kind kind, const std::string& path,
                           std::string_view bytes) {
  module.reads.push_back({.kind = kind, .path = path, .hash = content_hash(bytes)});
}

void Sema::Impl::declare(Module& module) {
  // Own declarations first, so that an import that clashes is blamed.
  for (const ast::Decl* decl : module.ast->decls) {
    Symbol symbol{.decl = decl, .owner = &module};
    switch (decl->kind) {
      case ast::DeclKind::import:
        continue;
      case ast::DeclKind::type:
        symbol.kind = Symbol::Kind::type;
        symbol.name = ast::as<ast::TypeDecl>(*decl).name.name;
        symbol.span = ast::as<ast::TypeDecl>(*decl).name.span;
        break;
      case ast::DeclKind::layer:
        symbol.kind = Symbol::Kind::layer;
        symbol.name = ast::as<ast::LayerDecl>(*decl).name.name;
        symbol.span = ast::as<ast::LayerDecl>(*decl).name.span;
        break;
      case ast::DeclKind::function:
        symbol.kind = Symbol::Kind::function;
        symbol.name = ast::as<ast::FunctionDecl>(*decl).name.name;
        symbol.span = ast::as<ast::FunctionDecl>(*decl).name.span;
        break;
      case ast::DeclKind::let:
        symbol.kind = Symbol::Kind::let;
        symbol.name = ast::as<ast::LetDecl>(*decl).name.name;
        symbol.span = ast::as<ast::LetDecl>(*decl).name.span;
        break;
      case ast::DeclKind::secret:
        symbol.kind = Symbol::Kind::let;
        symbol.name = ast::as<ast::SecretDecl>(*decl).name.name;
        symbol.span = ast::as<ast::SecretDecl>(*decl).name.span;
        break;
    }
    if (!symbol.name) continue;
    if (Symbol* kept = add_symbol(module, std::move(symbol))) module.declared.push_back(kept);
  }
  for (const ast::Decl* decl : module.ast->decls) {
    if (decl->kind == ast::DeclKind::import) import(module, ast::as<ast::Import>(*decl));
  }
}

void Sema::Impl::import(Module& module, const ast::Import& import) {
  std::string path{import.path};
  if (path.empty()) {
    err(Code::import_not_found, import.path_span, "an import names a file, and this is empty");
    return;
  }
  Module* target = nullptr;
  if (path.starts_with("std/")) {
    target = load_library(path, import.path_span);
  } else if (path.starts_with('@')) {
    target = load_packaged(path, import.path_span, *module.package);
  } else {
    target = load(resolve_beside(module.path, path), import.path_span, *module.package);
  }
  if (target != nullptr) module.imports.push_back(target);
  if (target != nullptr && target->ast != nullptr && !target->library && module.package == &packages.front())
    imports.push_back({import.path, import.path_span, target->file});
  // A module that cannot be read was reported once: its names stand for anything, in silence.
  auto bind = [&](const ast::Ident& as, Symbol* symbol) {
    auto found = module.names.find(as.name);
    if (found != module.names.end()) {
      err(Code::duplicate_declaration, as.span, "`{}` is declared twice", as.name.text())
          .label(found->second->span, "first declared here");
      return;
    }
    module.names.emplace(as.name, symbol);
    module.imported.emplace_back(symbol, as.span);
  };
  auto anything = [&](const ast::Ident& as) {
    module.storage.push_back(std::make_unique<Symbol>(Symbol{
        .kind = Symbol::Kind::anything, .name = as.name, .span = as.span, .owner = &module, .used = true}));
    bind(as, module.storage.back().get());
  };
  if (import.whole_module) {
    ast::Ident as = import.alias;
    if (!as.name) {
      std::string_view stem = path;
      stem = stem.substr(stem.rfind('/') == std::string_view::npos ? 0 : stem.rfind('/') + 1);
      as = {intern(stem.substr(0, stem.find('.'))), import.path_span};
    }
    if (target == nullptr || target->unreadable) return anything(as);
    module.storage.push_back(std::make_unique<Symbol>(Symbol{
        .kind = Symbol::Kind::module, .name = as.name, .span = as.span, .owner = &module, .target = target}));
    bind(as, module.storage.back().get());
    // A schema serves by being there: what is emitted is held against it.
    if (target->foreign) module.import_used[module.storage.back().get()] = true;
    return;
  }
  for (const ast::ImportItem& item : import.items) {
    if (!item.name.name) continue;
    const ast::Ident& as = item.alias.name ? item.alias : item.name;
    if (target == nullptr || target->unreadable) {
      anything(as);
      continue;
    }
    if (target->foreign) {
      if (Symbol* symbol = find_symbol(*target, item.name.name)) {
        bind(as, symbol);
        continue;
      }
    }
    auto own = std::ranges::find_if(target->declared, [&](Symbol* s) { return s->name == item.name.name; });
    if (own != target->declared.end()) {
      may_name(**own, module, item.name.span) ? bind(as, *own) : anything(as);
      continue;
    }
    auto& d = err(Code::unknown_export, item.name.span, "`{}` declares no `{}`", import.path,
                  item.name.name.text());
    std::vector<std::string> names;
    if (target->foreign) names = options.schemas->exports(target->path, target->schema_group);
    for (Symbol* s : target->declared) {
      if (is_visible(*s, module)) names.emplace_back(s->name.text());
    }
    if (auto near = closest(item.name.name.text(), names))
      d.fix(fmt::format("did you mean `{}`?", *near), item.name.span, std::string{*near});
    module.storage.push_back(std::make_unique<Symbol>(Symbol{
        .kind = Symbol::Kind::anything, .name = as.name, .span = as.span, .owner = &module, .used = true}));
    module.names.emplace(as.name, module.storage.back().get());
  }
}

Symbol* Sema::Impl::schema_symbol(Module& module, Name name) {
  if (auto known = module.names.find(name); known != module.names.end()) return known->second;
  const std::string path =
      module.schema_group.empty() ? name.str() : fmt::format("{}.{}", module.schema_group, name.text());
  const SchemaSet::Exported found = options.schemas->exported(module.path, path);
  if (found.kind == SchemaSet::Exported::Kind::nothing) return nullptr;
  Symbol& symbol = *module.storage.emplace_back(
      std::make_unique<Symbol>(Symbol{.kind = Symbol::Kind::type, .name = name, .owner = &module}));
  symbol.progress = symbol.body_progress = Progress::done;
  if (found.kind == SchemaSet::Exported::Kind::group) {
    Module& group = schema_groups.emplace_back();
    group.path = module.path;
    group.foreign = true;
    group.progress = Progress::done;
    group.schema_group = path;
    symbol.kind = Symbol::Kind::module;
    symbol.target = &group;
  } else {
    symbol.type = found.body != nullptr ? schema_types.of(*found.body, name.text())
                  : options.schemas->describes_chart(module.path)
                      ? schema_types.values(*found.values, name.text())
                      : schema_types.of(*found.values, name.text());
  }
  module.names.emplace(name, &symbol);
  return &symbol;
}

Symbol* Sema::Impl::find_symbol(Module& module, Name name) {
  if (module.foreign) return schema_symbol(module, name);
  auto found = module.names.find(name);
  if (found == module.names.end()) return nullptr;
  module.import_used[found->second] = true;
  return found->second;
}

Symbol* Sema::Impl::find_qualified(Module& module, const ast::QualifiedName& name, Symbol::Kind kind,
                                   Code code, std::string_view wanted) {
  if (name.parts.empty() || !name.parts[0].name) return nullptr;
  Module* within = &module;
  Symbol* symbol = nullptr;
  for (std::size_t i = 0; i < name.parts.size(); ++i) {
    const ast::Ident& part = name.parts[i];
    symbol = find_symbol(*within, part.name);
    if (symbol == nullptr || (i > 0 && !within->exports(*symbol))) {
      auto& d = err(code, part.span, "no {} `{}` is known here", wanted, part.name.text());
      std::vector<std::string> names;
      if (within->foreign) names = options.schemas->exports(within->path, within->schema_group);
      for (const auto& [other, s] : within->names) {
        if (s->kind == kind && is_visible(*s, module)) names.push_back(other.str());
      }
      std::ranges::sort(names);
      if (auto near = closest(part.name.text(), names))
        d.fix(fmt::format("did you mean `{}`?", *near), part.span, std::string{*near});
      return nullptr;
    }
    if (symbol->kind == Symbol::Kind::anything) return symbol;
    if (!may_name(*symbol, module, part.span)) return nullptr;
    if (i + 1 < name.parts.size()) {
      if (symbol->kind != Symbol::Kind::module) {
        err(Code::wrong_kind_of_name, part.span, "`{}` is a {}, not a module", part.name.text(),
            kind_name(symbol->kind))
            .label(symbol->span, "declared here");
        return nullptr;
      }
      within = symbol->target;
    }
  }
  if (symbol->kind != kind) {
    err(kind == Symbol::Kind::type ? Code::not_a_type : Code::wrong_kind_of_name, name.span,
        "`{}` is a {}, and a {} was expected", name.parts.back().name.text(), kind_name(symbol->kind), wanted)
        .label(symbol->span, "declared here");
    return nullptr;
  }
  return symbol;
}

Symbol* Sema::Impl::library_type(std::string_view path, std::string_view name) {
  const std::string module_path{path};
  if (!by_path.contains(module_path) && (!options.library || !options.library(path).exists())) return nullptr;
  const Module& module = *load_library(module_path, {});
  auto found = std::ranges::find(module.declared, intern(name), &Symbol::name);
  return found != module.declared.end() && (*found)->kind == Symbol::Kind::type ? *found : nullptr;
}

void Sema::Impl::check_module(Module& module) {
  for (Symbol* symbol : module.declared) {
    switch (symbol->kind) {
      case Symbol::Kind::type:
        resolve_symbol(*symbol, symbol->span);
        if (symbol->record != nullptr) ensure_body(*symbol->record);
        break;
      case Symbol::Kind::layer:
        resolve_layer(*symbol, symbol->span);
        break;
      case Symbol::Kind::function:
        lower_function_value(*symbol, symbol->span);
        break;
      case Symbol::Kind::let:
        lower_global(*symbol, symbol->span);
        break;
      default:
        break;
    }
  }
  for (auto& [symbol, span] : module.imported) {
    if (symbol->kind == Symbol::Kind::anything || module.import_used.contains(symbol)) continue;
    diagnostics.warning(Code::unused_import, span,
                        fmt::format("`{}` is imported and not used", sources.text(span)));
  }
}

Sema::Sema(SourceManager& sources, FileProvider& files, Diagnostics& diagnostics, SemaOptions options)
    : impl_(std::make_unique<Impl>(sources, files, diagnostics, std::move(options))) {}
Sema::~Sema() = default;

const Sema::Module* Sema::load(const std::string& path) {
  std::size_t before = impl_->modules.size();
  Module* module = impl_->load(path, {}, impl_->packages.front());
  for (std::size_t i = before; i < impl_->modules.size(); ++i) {
    Module& loaded = impl_->modules[i];
    if (!loaded.library && !loaded.foreign && loaded.ast != nullptr) impl_->check_module(loaded);
  }
  // Only now is it known which fields have defaults.
  std::unordered_map<const RecordType*, Progress> progress;
  for (std::size_t i = before; i < impl_->modules.size(); ++i) {
    for (const Symbol* symbol : impl_->modules[i].declared) {
      std::vector<const Field*> way;
      if (symbol->record != nullptr) impl_->check_required(*symbol->record, way, progress);
    }
  }
  return module;
}

std::vector<const hir::Environment*> Sema::environments(const Module& module) {
  std::vector<const hir::Environment*> found;
  for (Symbol* symbol : module.declared) {
    if (symbol->kind == Symbol::Kind::layer && ast::as<ast::LayerDecl>(*symbol->decl).is_environment) {
      if (const hir::Environment* environment = impl_->environment_of(*symbol)) found.push_back(environment);
    }
  }
  return found;
}

std::vector<ReadFile> Sema::files_of(const hir::Environment& environment) const {
  const auto symbol = impl_->environment_symbols.find(&environment);
  if (symbol == impl_->environment_symbols.end()) return {};
  std::vector<const Module*> pending{symbol->second->owner};
  if (std::ranges::any_of(environment.layers, &hir::Layer::from_command_line)) {
    pending.push_back(&impl_->command_line);
  }
  std::unordered_set<const Module*> seen;
  std::unordered_set<std::string_view> paths;
  std::vector<ReadFile> files;
  while (!pending.empty()) {
    const Module& module = *pending.back();
    pending.pop_back();
    if (module.library || !seen.insert(&module).second) continue;
    pending.insert(pending.end(), module.imports.begin(), module.imports.end());
    for (const ReadFile& file : module.reads) {
      if (paths.insert(file.path).second) files.push_back(file);
    }
  }
  return files;
}

const std::vector<ImportedFile>& Sema::imports() const {
  return impl_->imports;
}

std::uint32_t Sema::global_count() const {
  return impl_->globals;
}
TypeTable& Sema::types() {
  return impl_->types;
}

}  // namespace flux
