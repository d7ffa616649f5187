// A source file and what it declares.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "hir/hir.h"
#include "sema/sema.h"
#include "syntax/ast.h"

namespace flux {

/// How far the work on a declaration has come; meeting `running` again is a circle.
enum class Progress : std::uint8_t { untouched, running, done };

struct Symbol {
  enum class Kind : std::uint8_t { type, layer, function, let, module, anything } kind;
  Name name;
  SourceSpan span;  ///< of the name where it is declared
  const ast::Decl* decl = nullptr;
  Sema::Module* owner = nullptr;   ///< the module that declares it
  Sema::Module* target = nullptr;  ///< kind module: what `import … as` names
  bool used = false;

  // What sema made of it.
  Progress progress = Progress::untouched;
  Progress body_progress = Progress::untouched;
  const Type* type = nullptr;    ///< type
  RecordType* record = nullptr;  ///< type, unless an alias
  hir::Layer* layer = nullptr;
  std::vector<const hir::Layer*> order;  ///< layer: itself and all below, lowest first
  hir::Function* function = nullptr;
  hir::GlobalLet* let = nullptr;
};

/// A project or a package: what may reach each other by a path.
struct Package {
  std::string name;       ///< by which it was imported first; empty: the project itself
  std::string root;       ///< its folder; empty: no bound
  std::string canonical;  ///< of the folder
  bool known = false;     ///< whether `packages` has been asked for
  std::map<std::string, std::string, std::less<>> packages;  ///< SemaOptions::packages
};

struct Sema::Module {
  std::string path;  ///< as diagnostics show it; `std/platform` for the library's
  FileId file;
  bool library = false;
  bool foreign = false;        ///< a schema: its names are types, made when they are first asked for
  bool unreadable = false;     ///< a schema that could not be read: its names are `any`
  std::string schema_group;    ///< foreign: this is what stands below `resource`, or `v1beta1`, of the schema
  Package* package = nullptr;  ///< that it belongs to; null: the standard library
  Progress progress = Progress::untouched;
  Arena arena;  ///< of the syntax tree
  const ast::File* ast = nullptr;
  std::unordered_map<Name, Symbol*> names;               ///< own declarations and imported names
  std::vector<Symbol*> declared;                         ///< own declarations in source order
  std::vector<std::pair<Symbol*, SourceSpan>> imported;  ///< aliases made by imports, for the unused warning
  std::unordered_map<Symbol*, bool> import_used;
  std::vector<std::unique_ptr<Symbol>> storage;
  std::vector<const Module*> imports;  ///< that could be read
  std::vector<ReadFile> reads;         ///< the module's own file, and those read along with it

  /// Whether it may be named through the module: what is declared here or in a part of the folder, and no
  /// import.
  bool exports(const Symbol& symbol) const {
    return symbol.owner == this || std::ranges::find(declared, &symbol) != declared.end();
  }
};

}  // namespace flux
