#include "driver/compilation.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "base/big_stack.h"
#include "base/failure.h"
#include "driver/consequences.h"
#include "driver/hidden_overrides.h"
#include "driver/merge_diagnostics.h"
#include "driver/record_place.h"
#include "embedded/embedded_files.h"
#include "eval/explanation.h"
#include "safety/adoptions.h"
#include "source/library_path.h"

namespace flux {
namespace {

/// `std/argocd` is stdlib/argocd.flux; `std/platform` is all of stdlib/platform/.
LibraryEntry library_module(std::string_view path) {
  constexpr std::string_view kPrefix = "std/";
  constexpr std::string_view kExtension = ".flux";
  LibraryEntry entry;
  if (!path.starts_with(kPrefix)) return entry;
  const std::string stem{path.substr(kPrefix.size())};
  entry.text = find_embedded(embedded_stdlib(), fmt::format("{}{}", stem, kExtension));
  const std::string folder = stem + "/";
  for (const EmbeddedFile& embedded : embedded_stdlib()) {
    if (!embedded.path.starts_with(folder)) continue;
    entry.parts.push_back(
        fmt::format("{}{}", kPrefix, embedded.path.substr(0, embedded.path.size() - kExtension.size())));
  }
  return entry;
}

/// Calls `work` for each index below `count`, on up to `jobs` large stacks. What it throws is thrown again
/// here, after all have ended.
void in_parallel(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto run = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(failure_mutex);
      failure = std::current_exception();
      next = count;
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min<std::size_t>(jobs, count); ++i) {
    try {
      threads.emplace_back([&] { run_on_big_stack(run); });
    } catch (const std::system_error&) {
      break;  // those that there are do all of the work
    }
  }
  run();
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

/// What the library's own text permits too much is not for the user to take away.
void drop_unused_permissions_of_library(Diagnostics& diagnostics, const SourceManager& sources) {
  std::erase_if(diagnostics.all(), [&](const Diagnostic& diagnostic) {
    return diagnostic.code == Code::argocd_unused_permission &&
           is_library_path(sources.path(diagnostic.span.file));
  });
}

/// Warnings are for whoever can change the text.
void drop_warnings_of_packages(Diagnostics& diagnostics, const SourceManager& sources,
                               const PackageFolders& packages) {
  std::erase_if(diagnostics.all(), [&](const Diagnostic& diagnostic) {
    if (diagnostic.severity != Severity::warning) return false;
    const std::string_view path = sources.path(diagnostic.span.file);
    return std::ranges::any_of(packages, [&](const auto& package) {
      return !package.second.empty() && path.starts_with(package.second + "/");
    });
  });
}

}  // namespace

Compilation::Compilation(FileProvider& files, const std::string& start, std::vector<CustomLayer> layers,
                         std::string cache_folder)
    : files_(files), layers_(std::move(layers)), schemas_(std::move(cache_folder)) {
  const std::string root = find_project_root(files_, start);
  project_ = read_project(files_, sources_, root, diagnostics_);
  root_ = has_project_file() ? root : ".";
  lock_ = read_lock_file(files_, sources_, root_, diagnostics_);
  schemas_.know_versions(lock_.versions_by_hash());
  packages_ = project_packages(project_, lock_, files_, diagnostics_);
  sema_.emplace(sources_, files_, diagnostics_,
                SemaOptions{.library = library_module,
                            .schemas = &schemas_,
                            .project_root = has_project_file() ? root : "",
                            .packages = [this](const std::string& of) { return packages_from(of); }});
}

void Compilation::verify_lock() {
  verify_lock_file(lock_, files_, root_, diagnostics_);
  verify_packages(project_, lock_, diagnostics_);
}

PackageFolders Compilation::packages_from(const std::string& root) {
  return root == project_.root ? packages_ : packages_of_package(root, files_, sources_, diagnostics_);
}

bool Compilation::add_source(const std::string& path, std::span<const CustomLayer> layers) {
  const std::string canonical = files_.canonical(path);
  if (std::find(added_.begin(), added_.end(), canonical) != added_.end()) return true;
  added_.push_back(canonical);

  if (!files_.is_file(path)) {
    const auto text = files_.read(path);
    const auto* error = std::get_if<ReadError>(&text);
    // What looks like a value that somebody meant to `--set` may be a secret.
    Diagnostic& unreadable =
        diagnostics_.error(Code::input_unreadable, {},
                           fmt::format("cannot read `{}`: {}", without_values(path, {path}),
                                       error != nullptr ? error->reason : "it changed"));
    if (path.find('=') != std::string::npos) unreadable.with_help("`--set PATH=VALUE` sets a value");
    return false;
  }
  const Sema::Module* module = sema_->load(normalise_path(path));
  if (module == nullptr) return false;
  for (const hir::Environment* environment : sema_->environments(*module)) {
    add_environment(*environment, path, layers);
  }
  return true;
}

void Compilation::add_environment(const hir::Environment& environment, const std::string& entry,
                                  std::span<const CustomLayer> layers) {
  const hir::Layer& layer = *environment.layer;
  const auto same = std::find_if(environments_.begin(), environments_.end(),
                                 [&](const Environment& other) { return other.name == layer.name.text(); });
  if (same != environments_.end()) {
    diagnostics_
        .error(Code::duplicate_environment, layer.span,
               fmt::format("two environments are called `{}`", layer.name.text()))
        .at("this one would be written over the other")
        .label(same->span, "first declared here")
        .with_help("rename one of them, or build them one after the other with different `-o`");
    return;
  }
  const hir::Environment* customised = &environment;
  if (!layers.empty()) customised = sema_->customised(environment, layers);
  if (customised != nullptr) {
    AdoptionFile adopted =
        read_adoptions(files_, sources_, adoption_path(entry, layer.name.text()), diagnostics_);
    environments_.push_back({layer.name.str(), layer.span, entry, std::move(adopted), customised,
                             delivery_defaults(environment), recorded_outputs(environment)});
  }
}

const hir::Body* Compilation::delivery_defaults(const hir::Environment& environment) {
  if (!has_project_file()) return nullptr;
  const DeliverySettings delivery = project_.delivery_of(environment.layer->name.text());
  std::vector<ProjectField> fields;
  const auto add = [&](std::string_view name, const ProjectText& value) {
    if (!value.text.empty()) fields.push_back({name, value.text, value.span});
  };
  add("repository", delivery.repository);
  add("revision", delivery.revision);
  add("path", delivery.path);
  return sema_->delivery_defaults(environment, fields);
}

const RecordedOutputs* Compilation::recorded_outputs(const hir::Environment& environment) {
  const std::optional<RecordPlace> place = record_place(project_, environment.layer->name.text());
  if (!place) return nullptr;
  return &recorded_.emplace_back(read_recorded_outputs(*place, files_, sources_, diagnostics_));
}

Evaluation Compilation::evaluation(const Environment& environment) {
  const DeliverySettings delivery = project_.delivery_of(environment.name);
  const auto lasting = [](const std::string& text) { return intern(text).text(); };
  EvalOptions options;
  options.global_count = sema_->global_count();
  options.budget = budget_;
  options.delivery = {lasting(delivery.repository.text), lasting(delivery.revision.text),
                      lasting(delivery.path.text)};
  options.delivery_defaults = environment.delivery_defaults;
  options.recorded = environment.recorded;
  options.schemas = &schemas_;
  return {*environment.hir, sources_, sema_->types(), options};
}

void Compilation::follow_changes(const Environment& environment, Evaluation& evaluation,
                                 const CompileOptions& options, CompiledEnvironment& compiled,
                                 Diagnostics& diagnostics) {
  if (diagnostics.has_errors()) return;
  const std::vector<hir::Change> changes = sema_->changes(*environment.hir);
  const PathQuery query = [&](const std::vector<std::string>& steps, SourceSpan asked, Diagnostics& why) {
    return exists(evaluation, steps, asked, why);
  };
  check_changes(changes, compiled.tree.inventory, query, diagnostics);
  if (!options.recorded || diagnostics.has_errors()) return;
  const Inventory recorded = options.recorded(environment.name);
  compiled.changes = flux::follow_changes({environment.name, environment.span, recorded, changes, query},
                                          compiled.tree, diagnostics);
}

std::vector<CompiledEnvironment> Compilation::compile(const CompileOptions& options) {
  std::vector<CompiledEnvironment> compiled(environments_.size());
  std::vector<EnvironmentDiagnostics> found(environments_.size());
  std::vector<EnvironmentOverrides> overrides(environments_.size());
  std::vector<EnvironmentValues> values(environments_.size());
  std::mutex progress_mutex;
  std::size_t done = 0;
  // What the front end could not understand is poison, which evaluation passes over and an emitter must never
  // meet.
  const bool emit = !diagnostics_.has_errors();
  const Consequences consequences(diagnostics_, sources_);
  diagnostics_ = consequences.of_front_end(std::move(diagnostics_));
  in_parallel(environments_.size(), options.jobs, [&](std::size_t i) {
    compiled[i].name = found[i].environment = environments_[i].name;
    Evaluation evaluation = this->evaluation(environments_[i]);
    const Program* program = evaluation.run();
    overrides[i] = {environments_[i].hir, std::move(evaluation.hidden_overrides())};
    values[i] = {environments_[i].name, std::move(evaluation.compared())};
    Diagnostics& diagnostics = found[i].diagnostics;
    diagnostics.append(
        consequences.of_environment(std::move(evaluation.diagnostics()), *environments_[i].hir));
    if (program != nullptr && emit) {
      emit_program(*program, options.targets, compiled[i].tree, diagnostics);
      drop_unused_permissions_of_library(diagnostics, sources_);
      if (options.targets.contains(EmitTarget::terraform)) {
        adopt(environments_[i].adopted.adoptions, environments_[i].name, compiled[i].tree, diagnostics);
      }
      follow_changes(environments_[i], evaluation, options, compiled[i], diagnostics);
    }
    if (options.progress) {
      const std::lock_guard lock(progress_mutex);
      options.progress(++done, compiled[i].name);
    }
  });
  diagnostics_.append(merge_diagnostics(std::move(found)));
  for (std::size_t i = 0; options.provenance && i < compiled.size(); ++i) {
    compiled[i].provenance = provenance(environments_[i], options.targets);
  }
  conceal_sensitive_records(diagnostics_, recorded_, sources_);
  schemas_.report_notes(diagnostics_);
  compare_with_others(std::move(values), options);
  if (!diagnostics_.has_errors()) diagnostics_.append(warn_of_hidden_overrides(overrides));
  drop_warnings_of_packages(diagnostics_, sources_, packages_);
  return compiled;
}

void Compilation::add_silently(const std::vector<std::string>& paths) {
  Diagnostics reported = std::exchange(diagnostics_, {});
  for (const std::string& path : paths) add_source(path, {});
  diagnostics_ = std::move(reported);
}

void Compilation::compare_with_others(std::vector<EnvironmentValues> values, const CompileOptions& options) {
  const auto nothing = [](const EnvironmentValues& one) { return one.values.empty(); };
  if (std::ranges::all_of(values, nothing)) return;
  const std::size_t given = environments_.size();
  if (options.other_sources) add_silently(options.other_sources());
  values.resize(environments_.size());
  in_parallel(environments_.size() - given, options.jobs, [&](std::size_t i) {
    const Environment& other = environments_[given + i];
    Evaluation evaluation = this->evaluation(other);
    evaluation.gather_compared();
    values[given + i] = {other.name, std::move(evaluation.compared())};
  });
  environments_.resize(given);
  diagnostics_.append(compare_across_environments(values, given));
}

}  // namespace flux
