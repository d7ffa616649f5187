#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "driver/build_report.h"
#include "driver/compilation.h"
#include "driver/interfaces.h"
#include "driver/lint.h"
#include "driver/recorded_inventory.h"
#include "driver/select_sources.h"
#include "emit/inventory.h"
#include "fluxc/cache_folder.h"
#include "fluxc/commands.h"
#include "fluxc/interrupt.h"
#include "output/folder_transaction.h"

namespace flux {
namespace {

class Build {
public:
  Build(const BuildOptions& options, Console& console)
      : options_(options),
        console_(console),
        compilation_(files_, options.paths.empty() ? "." : options.paths.front(), options.layers,
                     cache_folder()) {}

  ExitStatus run() {
    compilation_.verify_lock();
    add_sources(compilation_, files_, options_.paths, SourceSelection::environments, options_.output);
    verify_interfaces(compilation_);
    CompileOptions compile;
    compile.targets = options_.targets;
    compile.jobs = options_.jobs;
    compile.provenance = !options_.to_stdout;
    compile.progress = [&](std::size_t done, const std::string& name) {
      console_.progress(done, compilation_.environments().size(), name);
    };
    compile.other_sources = [&] { return environment_sources(compilation_, files_, options_.output); };
    if (!options_.to_stdout) {
      compile.recorded = [&](const std::string& name) {
        return recorded_inventory(folder_of(name), options_.targets);
      };
    }
    std::vector<CompiledEnvironment> environments = compilation_.compile(compile);
    found_ = apply_lint(compilation_.diagnostics(), compilation_.project(), false);
    found_.normalise();
    if (found_.has_errors()) return finish(kInputErrors);
    if (!options_.to_stdout) return finish(write(environments));
    if (environments.size() == 1) {
      stream(environments.front().tree);
      return finish(kFine);
    }
    finish(kMisuse);
    console_.fail(fmt::format("`-o -` writes one environment, and there are {}", environments.size()),
                  "name a file with one environment");
    return kMisuse;
  }

private:
  ExitStatus finish(ExitStatus status) {
    console_.show(apply_lint(found_, compilation_.project(), false), compilation_.sources());
    return status;
  }

  void stream(const OutputTree& tree) {
    for (const auto& [path, file] : tree.files()) {
      if (!file.text.starts_with("---")) console_.print("---\n");
      console_.print(file.text);
      if (!file.text.ends_with('\n')) console_.print("\n");
    }
  }

  ExitStatus write(std::vector<CompiledEnvironment>& environments) {
    ExitStatus status = kFine;
    if (options_.mode == BuildMode::write) interrupts_.emplace();
    for (CompiledEnvironment& environment : environments) {
      const std::string folder = folder_of(environment.name);
      if (!options_.all_targets) keep_what_is_there(folder, environment);
      environment.tree.provenance = print_provenance(environment.provenance);
      const WriteReport report = interrupts_ ? commit(environment.tree, folder, found_,
                                                      {.stop = &interrupts_->stop(), .on_step = {}})
                                             : compare(environment.tree, folder, found_);
      if (report.outcome == WriteReport::Outcome::failed) return kMachine;
      if (report.outcome != WriteReport::Outcome::done) return kInputErrors;
      if (options_.mode == BuildMode::dry_run) {
        console_.print(output_diff(folder, environment.tree, report, console_.colour_output()));
      }
      console_.print(build_report(environment.name, folder, environment.tree, report, options_.mode,
                                  environment.changes));
      if (options_.mode == BuildMode::check && !report.up_to_date()) status = kOutOfDate;
    }
    return status;
  }

  std::string folder_of(const std::string& environment) const {
    const std::string& own = options_.output;
    const std::string output =
        own.empty() ? fmt::format("{}/{}", compilation_.root(), compilation_.project().output) : own;
    return normalise_path(fmt::format("{}/{}", output, environment));
  }

  /// A build of some targets leaves all other files as they are: they join the tree as they stand on disk.
  void keep_what_is_there(const std::string& folder, CompiledEnvironment& environment) {
    const auto manifest = recorded_manifest(folder);
    if (!manifest) return;
    OutputTree& tree = environment.tree;
    environment.provenance.targets = with_targets_of(folder, environment.provenance.targets);
    for (const Identity& identity : manifest->inventory.identities) {
      if (!options_.targets.contains(target_of(identity))) tree.inventory.identities.push_back(identity);
    }
    tree.inventory.sort();
    if (!options_.targets.contains(EmitTarget::terraform)) tree.inventory.moves = manifest->inventory.moves;
    for (const auto& [path, hash] : manifest->files) {
      if (tree.contains(path)) continue;
      if (auto content = read_output(folder, path)) tree.add(path, *std::move(content));
    }
  }

  /// `targets`, and those that the output there has already; none: all.
  static std::vector<std::string> with_targets_of(const std::string& folder,
                                                  const std::vector<std::string>& targets) {
    const auto parsed = parse_provenance(recorded_provenance(folder).value_or(""));
    const auto* before = std::get_if<Provenance>(&parsed);
    if (before == nullptr || before->targets.empty()) return {};
    std::vector<std::string> both;
    const auto has = [](const std::vector<std::string>& names, std::string_view name) {
      return std::ranges::find(names, name) != names.end();
    };
    for (const auto& [name, target] : kEmitTargets) {
      if (has(targets, name) || has(before->targets, name)) both.emplace_back(name);
    }
    return both.size() == kEmitTargets.size() ? std::vector<std::string>{} : both;
  }

  const BuildOptions& options_;
  Console& console_;
  DiskFileProvider files_;
  Compilation compilation_;
  Diagnostics found_;
  std::optional<DeferInterrupts> interrupts_;  // ends the process, if at all, after everything has been shown
};

}  // namespace

ExitStatus run_build(const BuildOptions& options, Console& console) {
  return Build(options, console).run();
}

}  // namespace flux
