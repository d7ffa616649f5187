// From files to a checked program: modules are loaded, names bound, types resolved, every layer checked
// against what it may see, and all of it lowered to HIR for the evaluator.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "hir/changes.h"
#include "hir/hir.h"
#include "source/file_provider.h"
#include "source/source_manager.h"
#include "source/source_span.h"
#include "types/type_table.h"

namespace flux {

/// A layer given on the command line: `-c FILE` or `--set PATH=VALUE`.
struct CustomLayer {
  enum class Kind { file, assignment } kind;
  std::string text;  ///< the file's path (`.flux`, `.yaml`, `.yml`, `.json`), or `PATH=VALUE`
};

/// A field that the project file sets, with its place there.
struct ProjectField {
  std::string_view name;
  std::string_view text;
  SourceSpan span;
};

/// A file that was read for an environment.
struct ReadFile {
  /// `encrypted`: a file of SOPS, or the rules that it was encrypted by.
  enum class Kind : std::uint8_t { source, schema, encrypted } kind = Kind::source;
  std::string path;
  FileId file;       ///< of a source: where its text is kept
  std::string hash;  ///< of all others: their content_hash
};

/// A Flux file that a file of the project imports.
struct ImportedFile {
  std::string_view written;  ///< `@infra/prod.flux`, or a path; in the syntax tree of whoever imports
  SourceSpan span;           ///< where that is
  FileId file;
};

class SchemaSet;

/// A module of the standard library: a text, or a folder that declares what its parts declare.
struct LibraryEntry {
  std::optional<std::string_view> text;
  std::vector<std::string> parts;  ///< paths to import them by; they may import each other in a circle
  bool exists() const { return text || !parts.empty(); }
};

struct SemaOptions {
  /// What `import "std/…"` names.
  std::function<LibraryEntry(std::string_view path)> library;
  /// Takes the foreign schemas that are imported; null: they are not looked into.
  SchemaSet* schemas = nullptr;
  /// Imports may not leave this folder; empty: no bound.
  std::string project_root;
  /// The folders of the packages that `import "@name/…"` reaches from a project or package whose root this
  /// is, by name; empty where it was reported that the package is not there. None: there are no packages.
  std::function<std::map<std::string, std::string, std::less<>>(const std::string& root)> packages;
};

/// One compilation's front end. Single-threaded; what it returns lives as long as it does, and may be read by
/// any number of threads while it is not asked for more.
class Sema {
public:
  Sema(SourceManager& sources, FileProvider& files, Diagnostics& diagnostics, SemaOptions options);
  ~Sema();
  Sema(const Sema&) = delete;
  Sema& operator=(const Sema&) = delete;

  /// Loads a file and everything that it imports, and checks each declaration of every loaded project file
  /// (library modules are lowered as far as they are used). Null only when the file cannot be read.
  /// Idempotent.
  struct Module;
  const Module* load(const std::string& path);

  /// The environments declared in a module, in source order. The same HIR for every call.
  std::vector<const hir::Environment*> environments(const Module& module);

  /// `environment` with custom layers above it, checked in its context. Null when a custom layer cannot be
  /// read at all.
  const hir::Environment* customised(const hir::Environment& environment,
                                     std::span<const CustomLayer> layers);

  /// What the layers of the environment say was renamed or may be removed; lowest layer first.
  std::vector<hir::Change> changes(const hir::Environment& environment) const;

  /// The files that the environment is made from: that which declares it, all that they import, and what was
  /// given for it on the command line; without the library's. Each once, in no order to rely on.
  std::vector<ReadFile> files_of(const hir::Environment& environment) const;
  /// Whether something in the value of an assignment was found to be secret.
  bool is_secret(const CustomLayer& assignment) const;

  /// What the project file says of the environment's delivery, as a default of its object's field `delivery`,
  /// checked at the places in that file. Null when the type has no such field of the type `Delivery` of
  /// `std/types`.
  const hir::Body* delivery_defaults(const hir::Environment& environment,
                                     std::span<const ProjectField> delivery);

  /// What the project's own files import, apart from the library, in the order of loading.
  const std::vector<ImportedFile>& imports() const;

  /// Number of global lets made so far: the size of the evaluator's memo.
  std::uint32_t global_count() const;
  TypeTable& types();

  struct Impl;

private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace flux
