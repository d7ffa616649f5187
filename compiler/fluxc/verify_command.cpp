#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "driver/compilation.h"
#include "driver/lint.h"
#include "driver/recorded_inventory.h"
#include "driver/verify_output.h"
#include "fluxc/cache_folder.h"
#include "fluxc/commands.h"
#include "output/folder_transaction.h"

namespace flux {
namespace {

EmitSelection selection_of(const std::vector<std::string>& targets) {
  if (targets.empty()) return EmitSelection::all();
  EmitSelection selection;
  for (const auto& [name, target] : kEmitTargets) {
    if (std::ranges::find(targets, name) != targets.end()) selection.insert(target);
  }
  return selection;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// One environment's folder.
class Verification {
public:
  Verification(const std::string& folder, const VerifyOptions& options, Console& console)
      : folder_(folder), options_(options), console_(console) {}

  ExitStatus run() {
    const auto recorded = read_provenance(folder_, found_);
    if (!recorded) return show(kOutOfDate);
    const std::string root = project_root();
    const auto layers = recorded_layers(*recorded, root, options_.secrets, found_);
    if (found_.has_errors()) return show(kOutOfDate);
    compilation_.emplace(files_, root, layers, cache_folder());
    return show(build_and_compare(*recorded, root));
  }

private:
  /// Of the project here, or else of that which the output lies in.
  std::string project_root() {
    const auto has_project = [&](const std::string& root) {
      return files_.is_file(fmt::format("{}/{}", root, kProjectFileName));
    };
    const std::string here = find_project_root(files_, ".");
    const std::string there = find_project_root(files_, folder_);
    return !has_project(here) && has_project(there) ? there : here;
  }

  ExitStatus build_and_compare(const Provenance& recorded, const std::string& root) {
    const std::string entry = normalise_path(fmt::format("{}/{}", root, recorded.entry));
    if (files_.is_file(entry)) compilation_->add_source(entry);
    CompileOptions compile;
    compile.targets = selection_of(recorded.targets);
    compile.jobs = options_.jobs;
    compile.provenance = true;
    compile.recorded = [&](const std::string&) { return recorded_inventory(folder_, compile.targets); };
    std::vector<CompiledEnvironment> environments = compilation_->compile(compile);
    const auto built = std::ranges::find(environments, recorded.environment, &CompiledEnvironment::name);
    std::optional<Provenance> now;
    if (built != environments.end()) now = built->provenance;
    compare_sources(recorded, now, folder_, root, files_, found_);
    if (compilation_->diagnostics().has_errors()) return kInputErrors;
    if (!now) {
      found_.error(Code::source_differs, {},
                   fmt::format("`{}` declares no environment `{}`, for which `{}` was built", recorded.entry,
                               recorded.environment, folder_));
      return kOutOfDate;
    }
    built->tree.provenance = print_provenance(*now);
    if (!compare_output(built->tree, folder_, found_)) return kMachine;
    if (found_.has_errors()) return kOutOfDate;
    if (*now != recorded) {
      found_
          .error(
              Code::provenance_garbled, {},
              fmt::format("`{}/{}` is not what a build from its sources records", folder_, kProvenanceName))
          .with_help("build again");
      return kOutOfDate;
    }
    console_.print(fmt::format("{}: {} in {} verified, from {} and {}\n", recorded.environment,
                               counted(built->tree.files().size(), "file"), folder_,
                               counted(now->sources.size(), "source"),
                               counted(now->schemas.size(), "schema")));
    return kFine;
  }

  ExitStatus show(ExitStatus status) {
    static const SourceManager no_sources;
    if (!compilation_) {
      console_.show(found_, no_sources);
      return status;
    }
    Diagnostics all = apply_lint(compilation_->diagnostics(), compilation_->project(), false);
    std::erase_if(all.all(), [](const Diagnostic& d) { return d.severity != Severity::error; });
    all.append(std::move(found_));
    all.normalise();
    console_.show(all, compilation_->sources());
    return status;
  }

  const std::string& folder_;
  const VerifyOptions& options_;
  Console& console_;
  DiskFileProvider files_;
  std::optional<Compilation> compilation_;
  Diagnostics found_;
};

bool has_record(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::symlink_status(folder / kProvenanceName, ignored)) ||
         std::filesystem::exists(std::filesystem::symlink_status(folder / kManifestName, ignored));
}

/// `output` itself, or the folders of environments in it.
std::vector<std::string> folders_of(const std::string& output) {
  std::vector<std::string> folders;
  if (has_record(output)) return {output};
  std::error_code error;
  for (std::filesystem::directory_iterator entry(output, error), end; !error && entry != end;
       entry.increment(error)) {
    if (has_record(entry->path())) folders.push_back(normalise_path(entry->path().generic_string()));
  }
  if (folders.empty()) folders.push_back(output);
  std::ranges::sort(folders);
  return folders;
}

}  // namespace

ExitStatus run_verify(const VerifyOptions& options, Console& console) {
  std::error_code error;
  if (!std::filesystem::is_directory(options.output, error)) {
    console.fail(fmt::format("`{}` is no folder", options.output),
                 "name the output folder of an environment");
    return kMisuse;
  }
  ExitStatus status = kFine;
  for (const std::string& folder : folders_of(normalise_path(options.output))) {
    status = std::max(status, Verification(folder, options, console).run());
  }
  return status;
}

}  // namespace flux
