// One compilation, from files to output trees: the façade that the command line and the tools share.
//
//   Compilation compilation(files, {.layers = {…}}, "envs/prod.flux");
//   compilation.add_source("envs/prod.flux");
//   for (CompiledEnvironment& environment : compilation.compile({})) …
//   show(compilation.diagnostics());
//
// Owns everything that diagnostics refer to. The front end is single-threaded; environments are evaluated and
// emitted in parallel, and neither results nor diagnostics depend on how many threads did it. Parsing and
// evaluating recurse deeply: use it on a large stack (base/big_stack.h).
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "driver/across_environments.h"
#include "emit/emit.h"
#include "eval/eval.h"
#include "output/output_tree.h"
#include "output/provenance.h"
#include "packages/packages.h"
#include "project/adoption_file.h"
#include "project/lock_file.h"
#include "project/project_file.h"
#include "recorded/recorded_outputs.h"
#include "safety/safe_change.h"
#include "schemas/schema_set.h"
#include "sema/sema.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

struct CompileOptions {
  EmitSelection targets = EmitSelection::all();
  unsigned jobs = 1;  ///< threads; 0 counts as 1
  /// Called when an environment has been compiled, with how many have been and its name. One call at a time.
  std::function<void(std::size_t done, const std::string& name)> progress;
  /// Files whose environments `check across environments` looks at as well. Asked only when there is such a
  /// check; mistakes in them are not reported.
  std::function<std::vector<std::string>()> other_sources;
  /// Whether to say what each output is built from; only who writes or verifies it wants to know.
  bool provenance = false;
  /// What the output of an environment that is there already makes, which must not vanish unsaid. Called from
  /// any thread. None: nothing is compared.
  std::function<Inventory(const std::string& name)> recorded;
};

struct CompiledEnvironment {
  std::string name;
  OutputTree tree;  ///< complete only when the compilation has no errors
  ChangeSummary changes;
  Provenance provenance;  ///< empty unless asked for
};

class Compilation {
public:
  /// `start` is the first file or folder that the compilation is about: the project is the one that it lies
  /// in. The custom layers apply to every environment.
  /// `cache_folder` is where what is learnt of foreign schemas is kept for later runs; empty: nowhere.
  Compilation(FileProvider& files, const std::string& start, std::vector<CustomLayer> layers = {},
              std::string cache_folder = {});

  const Project& project() const { return project_; }
  const LockFile& lock() const { return lock_; }
  /// Reports the vendored schemas and packages that are not what the lock file records.
  void verify_lock();
  /// Whether there is a flux.yaml.
  bool has_project_file() const { return project_.file.valid(); }
  /// The folder of the project file, or else the current one.
  const std::string& root() const { return root_; }

  /// Checks a file and all that it imports, and adds its environments to those to be compiled; a file that
  /// was added before adds nothing. False, with a report, when it cannot be read.
  bool add_source(const std::string& path) { return add_source(path, layers_); }

  struct Environment {
    std::string name;
    SourceSpan span;    ///< its name in the source
    std::string entry;  ///< the path of the file that declares it
    AdoptionFile adopted;
    const hir::Environment* hir;
    const hir::Body* delivery_defaults;  ///< EvalOptions'
    const RecordedOutputs* recorded;     ///< EvalOptions'
  };
  /// In the order of adding, without those of a name that was there before (E7303).
  const std::vector<Environment>& environments() const { return environments_; }

  /// Evaluates and emits all environments. The result is in their order.
  std::vector<CompiledEnvironment> compile(const CompileOptions& options);

  /// The Flux files that the project's own files import, so far.
  const std::vector<ImportedFile>& imports() const { return sema_->imports(); }

  /// How many values an environment may make; for whoever compiles what nobody wrote.
  void limit_values(std::size_t budget) { budget_ = budget; }

  /// An evaluation, not run, of one of the environments.
  Evaluation evaluation(const Environment& environment);

  SourceManager& sources() { return sources_; }
  /// Of everything so far, in the order of finding.
  Diagnostics& diagnostics() { return diagnostics_; }

private:
  bool add_source(const std::string& path, std::span<const CustomLayer> layers);
  void add_environment(const hir::Environment& environment, const std::string& entry,
                       std::span<const CustomLayer> layers);
  /// Adds the environments of `paths`, as they are without custom layers; says nothing of mistakes in them.
  void add_silently(const std::vector<std::string>& paths);
  /// Compares what the environments have, and what others have that are not compiled.
  void compare_with_others(std::vector<EnvironmentValues> values, const CompileOptions& options);
  /// What the layers say of an earlier output, and what it says itself.
  void follow_changes(const Environment& environment, Evaluation& evaluation, const CompileOptions& options,
                      CompiledEnvironment& compiled, Diagnostics& diagnostics);
  /// After the evaluation: only then is it known what in the files is secret.
  Provenance provenance(const Environment& environment, const EmitSelection& targets) const;
  const hir::Body* delivery_defaults(const hir::Environment& environment);
  /// SemaOptions::packages
  PackageFolders packages_from(const std::string& root);
  const RecordedOutputs* recorded_outputs(const hir::Environment& environment);

  FileProvider& files_;
  SourceManager sources_;
  Diagnostics diagnostics_;
  Project project_;
  std::string root_;
  LockFile lock_;
  PackageFolders packages_;  ///< of the project
  std::vector<CustomLayer> layers_;
  SchemaSet schemas_;
  std::optional<Sema> sema_;
  std::vector<std::string> added_;
  std::vector<Environment> environments_;
  std::deque<RecordedOutputs> recorded_;  // a deque: growing never moves one
  std::size_t budget_ = kValueBudget;
};

}  // namespace flux
