#include "driver/select_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "diagnostics/suggest.h"
#include "driver/find_sources.h"

namespace flux {
namespace {

std::string output_folder(const Compilation& compilation) {
  return normalise_path(fmt::format("{}/{}", compilation.root(), compilation.project().output));
}

std::vector<std::string> skipped_folders(const Compilation& compilation, const std::string& output) {
  std::vector<std::string> skipped = {output_folder(compilation)};
  if (!output.empty()) skipped.push_back(output);
  return skipped;
}

/// What the file declares; a file that cannot be read is passed over, as in a search.
std::vector<std::string> environments_in(FileProvider& files, const std::string& path) {
  const auto text = files.read(path);
  const auto* source = std::get_if<std::string>(&text);
  return source != nullptr ? declared_environments(*source) : std::vector<std::string>();
}

void report_no_environment(Compilation& compilation, const std::string& path, bool folder) {
  const std::string message = folder ? fmt::format("no file in `{}` declares an environment", path)
                                     : fmt::format("`{}` declares no environment", path);
  compilation.diagnostics()
      .error(Code::no_environment, {}, message)
      .with_help("what is built is an `environment`, such as `environment prod extends defaults { … }`");
}

/// Adds the sources of the project that declare an environment of this name: E7305 when there is none.
void add_environment_named(Compilation& compilation, FileProvider& files, const std::string& name) {
  std::set<std::string> names;
  for (const std::string& source : find_sources(compilation.root(), {output_folder(compilation)})) {
    const std::vector<std::string> declared = environments_in(files, source);
    names.insert(declared.begin(), declared.end());
    if (std::find(declared.begin(), declared.end(), name) != declared.end()) compilation.add_source(source);
  }
  if (names.contains(name)) return;
  Diagnostic& diagnostic = compilation.diagnostics().error(
      Code::unknown_environment, {}, fmt::format("there is no file or environment `{}`", name));
  if (const auto near = closest(name, names)) {
    diagnostic.with_help(fmt::format("did you mean `{}`?", *near));
  } else if (!names.empty()) {
    diagnostic.with_help(fmt::format("the environments are `{}`", fmt::join(names, "`, `")));
  }
}

}  // namespace

void add_sources(Compilation& compilation, FileProvider& files, const std::vector<std::string>& paths,
                 SourceSelection selection, const std::string& output) {
  const std::vector<std::string> skipped = skipped_folders(compilation, output);

  for (const std::string& path : paths.empty() ? std::vector{compilation.root()} : paths) {
    const std::size_t before = compilation.environments().size();
    const std::size_t errors = compilation.diagnostics().error_count();
    const bool folder = files.is_directory(path);
    bool declares = false;
    for (const std::string& source : folder ? find_sources(path, skipped) : std::vector{path}) {
      if (folder && selection == SourceSelection::environments && environments_in(files, source).empty())
        continue;
      compilation.add_source(source);
      declares = declares || folder || compilation.environments().size() > before ||
                 !environments_in(files, source).empty();  // a file that was added before
    }
    if (selection == SourceSelection::environments && !declares &&
        compilation.diagnostics().error_count() == errors) {
      report_no_environment(compilation, path, folder);
    }
  }
}

std::vector<std::string> environment_sources(const Compilation& compilation, FileProvider& files,
                                             const std::string& output) {
  if (!compilation.has_project_file()) return {};
  std::vector<std::string> sources = find_sources(compilation.root(), skipped_folders(compilation, output));
  std::erase_if(sources, [&](const std::string& source) { return environments_in(files, source).empty(); });
  return sources;
}

const Compilation::Environment* add_environment_asked(Compilation& compilation, FileProvider& files,
                                                      const std::string& subject) {
  const auto& environments = compilation.environments();
  if (!files.is_file(subject)) {
    add_environment_named(compilation, files, subject);
    const auto named = std::ranges::find(environments, subject, &Compilation::Environment::name);
    return named != environments.end() ? &*named : nullptr;
  }
  if (!compilation.add_source(subject)) return nullptr;
  if (environments.size() == 1) return &environments.front();
  Diagnostics& diagnostics = compilation.diagnostics();
  if (environments.empty()) {
    if (!diagnostics.has_errors()) {
      diagnostics.error(Code::no_environment, {}, fmt::format("`{}` declares no environment", subject));
    }
    return nullptr;
  }
  Diagnostic& several = diagnostics.error(Code::ambiguous_environment, {},
                                          fmt::format("`{}` declares several environments", subject));
  for (const auto& environment : environments) several.label(environment.span, "one of them");
  several.with_help(
      fmt::format("give the name of one instead of the file, such as `{}`", environments.front().name));
  return nullptr;
}

}  // namespace flux
