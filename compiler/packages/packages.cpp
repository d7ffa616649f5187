#include "packages/packages.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "output/folder_transaction.h"
#include "packages/package_tree.h"

namespace flux {
namespace {

constexpr std::size_t kMostFilesNamed = 5;

/// How the files on disk differ from those that `fluxc vendor` has written, a line each. Its record may be
/// edited as well, and then says nothing.
std::vector<std::string> changes_of(const std::string& folder, const PackageFiles& files) {
  std::vector<std::string> lines;
  const auto manifest = recorded_manifest(folder);
  if (!manifest) return lines;
  for (const auto& [path, hash] : files) {
    const auto known = manifest->files.find(path);
    if (known == manifest->files.end()) {
      lines.push_back(fmt::format("`{}/{}` was added", folder, path));
    } else if (known->second != hash) {
      lines.push_back(fmt::format("`{}/{}` was edited", folder, path));
    }
  }
  for (const auto& [path, hash] : manifest->files) {
    if (!files.contains(path)) lines.push_back(fmt::format("`{}/{}` is missing", folder, path));
  }
  if (lines.size() > kMostFilesNamed) {
    const std::size_t more = lines.size() - kMostFilesNamed;
    lines.resize(kMostFilesNamed);
    lines.push_back(fmt::format("and {} more", more));
  }
  return lines;
}

}  // namespace

std::string path_in_project(const Project& project, std::string_view path) {
  return normalise_path(fmt::format("{}/{}", project.root, path));
}

PackageFolders project_packages(const Project& project, const LockFile& lock, FileProvider& files,
                                Diagnostics& diagnostics) {
  PackageFolders folders;
  for (const auto& [name, dependency] : project.dependencies) {
    std::string& folder = folders[name];
    const auto locked = lock.packages.find(name);
    const std::string place = path_in_project(project, package_folder(name));
    if (locked == lock.packages.end()) {
      diagnostics
          .error(Code::package_missing, dependency.span,
                 fmt::format("the package `{}` has not been vendored", name))
          .with_help("run `fluxc vendor`, and commit `vendor/` and `flux.lock`");
    } else if (locked->second.source != dependency.source) {
      diagnostics
          .error(Code::package_missing, dependency.span,
                 fmt::format("`flux.lock` has the package `{}` from elsewhere", name))
          .note(fmt::format("flux.yaml wants {}, and vendored is {}", package_source_name(dependency.source),
                            package_source_name(locked->second.source)))
          .with_help("run `fluxc vendor`, and commit `vendor/` and `flux.lock`");
    } else if (!files.is_directory(place)) {
      diagnostics
          .error(Code::package_missing, dependency.span,
                 fmt::format("the package `{}` is not there: there is no folder `{}`", name, place))
          .with_help("restore it from version control, or run `fluxc vendor`");
    } else {
      folder = place;
    }
  }
  for (const auto& [name, package] : lock.packages) {
    if (project.dependencies.contains(name)) continue;
    diagnostics
        .warning(Code::package_unused, package.span,
                 fmt::format("`{}` is vendored, and flux.yaml does not depend on it", name))
        .with_help("run `fluxc vendor`, which removes it");
  }
  return folders;
}

PackageFolders packages_of_package(const std::string& folder, FileProvider& files, SourceManager& sources,
                                   Diagnostics& diagnostics) {
  PackageFolders folders;
  const Project package = read_project(files, sources, folder, diagnostics);
  for (const auto& [name, dependency] : package.dependencies) {
    const std::string place = path_in_project(package, package_folder(name));
    if (files.is_directory(place)) {
      folders[name] = place;
      continue;
    }
    folders[name] = {};
    diagnostics
        .error(Code::package_missing, dependency.span,
               fmt::format("the package in `{}` does not bring along what it depends on: `{}`", folder, name))
        .with_help("its owners run `fluxc vendor` and commit `vendor/`; then update the package here");
  }
  return folders;
}

void verify_packages(const Project& project, const LockFile& lock, Diagnostics& diagnostics) {
  DiskFileProvider disk;
  for (const auto& [name, dependency] : project.dependencies) {
    const auto locked = lock.packages.find(name);
    const std::string folder = path_in_project(project, package_folder(name));
    if (locked == lock.packages.end() || !disk.is_directory(folder)) continue;
    const auto found = vendored_files(folder);
    const auto* files = std::get_if<PackageFiles>(&found);
    if (files != nullptr && package_hash(*files) == locked->second.hash) continue;
    Diagnostic& diagnostic =
        diagnostics
            .error(Code::package_changed, locked->second.span,
                   fmt::format("`{}` is not the package `{}` that was vendored", folder, name))
            .with_help(
                "`fluxc vendor` puts it back; a change belongs into the repository that the package is from");
    if (files == nullptr) {
      diagnostic.note(std::get<PackageRefusal>(found).reason);
      continue;
    }
    for (std::string& line : changes_of(folder, *files)) diagnostic.note(std::move(line));
  }
}

}  // namespace flux
