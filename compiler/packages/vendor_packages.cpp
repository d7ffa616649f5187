#include "packages/vendor_packages.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "diagnostics/suggest.h"
#include "output/folder.h"
#include "output/folder_transaction.h"
#include "output/replace_files.h"
#include "packages/git_source.h"
#include "packages/package_tree.h"
#include "packages/packages.h"

namespace flux {
namespace {

constexpr std::size_t kShortCommit = 12;

/// A package that has been fetched, and waits to be written.
struct Fetched {
  std::string name;
  OutputTree tree;
  LockedPackage locked;
};

class Vendoring {
public:
  Vendoring(const Project& project, LockFile lock, const VendorOptions& options, Diagnostics& diagnostics)
      : project_(project), lock_(std::move(lock)), options_(options), diagnostics_(diagnostics) {}

  VendorReport run() {
    check_names();
    for (const auto& [name, dependency] : project_.dependencies) {
      if (!diagnostics_.has_errors() && is_chosen(name)) fetch(name, dependency);
    }
    for (const Fetched& package : fetched_) check_place(package);
    if (!diagnostics_.has_errors()) write();
    return std::move(report_);
  }

private:
  bool is_chosen(const std::string& name) const {
    return options_.names.empty() || std::ranges::find(options_.names, name) != options_.names.end();
  }

  void check_names() {
    std::vector<std::string_view> known;
    for (const auto& [name, dependency] : project_.dependencies) known.push_back(name);
    for (const std::string& name : options_.names) {
      if (project_.dependencies.contains(name)) continue;
      auto& d = diagnostics_.error(Code::unknown_package, {},
                                   fmt::format("the project does not depend on a package `{}`", name));
      const auto near = closest(name, known);
      d.with_help(near ? fmt::format("did you mean `{}`?", *near)
                       : "`dependencies` in flux.yaml says which there are");
    }
  }

  void fetch(const std::string& name, const Dependency& dependency) {
    const auto entry = lock_.packages.find(name);
    const bool pinned =
        entry != lock_.packages.end() && entry->second.source == dependency.source && !options_.update;
    const bool from_git = dependency.source.path.empty();
    const std::string folder = place(name);
    if (pinned && from_git && is_there(folder, entry->second)) {
      report_.lines.push_back(fmt::format("{} is there: {}", name, described(entry->second)));
      return;
    }
    Fetched package{.name = name, .tree = {}, .locked = {.source = dependency.source}};
    const bool got = from_git ? from_repository(package, dependency, pinned ? entry->second.commit : "")
                              : from_folder(package, dependency);
    if (!got) return;
    package.locked.hash = package_hash(package_files(package.tree));
    if (pinned && from_git && package.locked.hash != entry->second.hash) {
      diagnostics_
          .error(Code::package_changed, entry->second.span,
                 fmt::format("the package `{}` that was fetched is not what flux.lock records", name))
          .note(fmt::format("its hash is {} instead of {}, at the same commit", package.locked.hash,
                            entry->second.hash))
          .with_help(fmt::format(
              "take flux.lock from version control; if the new one is right, `fluxc vendor --update {}`",
              name));
      return;
    }
    fetched_.push_back(std::move(package));
  }

  bool is_there(const std::string& folder, const LockedPackage& locked) const {
    const auto found = vendored_files(folder);
    const auto* files = std::get_if<PackageFiles>(&found);
    return files != nullptr && package_hash(*files) == locked.hash;
  }

  bool from_repository(Fetched& package, const Dependency& dependency, const std::string& commit) {
    auto result = fetch_git(dependency.source, commit, project_.root);
    if (auto* got = std::get_if<GitPackage>(&result)) {
      package.locked.commit = std::move(got->commit);
      package.tree = std::move(got->tree);
      return true;
    }
    if (const auto* refused = std::get_if<PackageRefusal>(&result)) {
      report_refusal(package.name, dependency, refused->reason);
      return false;
    }
    const auto& failed = std::get<FetchFailure>(result);
    auto& d = diagnostics_.error(
        Code::package_not_fetched, dependency.span,
        fmt::format("the package `{}` cannot be fetched: {}", package.name, failed.reason));
    if (!failed.said.empty()) d.note(fmt::format("Git says: {}", failed.said));
    d.with_help(
        "see that `git`, `revision` and `folder` in flux.yaml are right, and that Git may read there");
    return false;
  }

  bool from_folder(Fetched& package, const Dependency& dependency) {
    const std::string& path = dependency.source.path;
    const std::string source = path.starts_with('/') ? path : path_in_project(project_, path);
    DiskFileProvider disk;
    if (!disk.is_directory(source)) {
      diagnostics_
          .error(Code::package_not_fetched, dependency.span,
                 fmt::format("the package `{}` cannot be fetched: there is no folder `{}`", package.name,
                             source))
          .with_help("`path` is relative to the folder of flux.yaml");
      return false;
    }
    auto listed = list_folder(source);
    if (const auto* refused = std::get_if<PackageRefusal>(&listed)) {
      report_refusal(package.name, dependency, refused->reason);
      return false;
    }
    auto selected = select_entries(std::get<std::vector<PackageEntry>>(std::move(listed)));
    if (const auto* refused = std::get_if<PackageRefusal>(&selected)) {
      report_refusal(package.name, dependency, refused->reason);
      return false;
    }
    for (const PackageEntry& entry : std::get<std::vector<PackageEntry>>(selected)) {
      auto text = disk.read(entry.content);
      if (const auto* error = std::get_if<ReadError>(&text)) {
        diagnostics_.error(Code::package_not_fetched, dependency.span,
                           fmt::format("the package `{}` cannot be fetched: cannot read `{}`: {}",
                                       package.name, entry.content, error->reason));
        return false;
      }
      if (package.tree.add(entry.path, std::get<std::string>(std::move(text))) != nullptr) {
        report_refusal(package.name, dependency,
                       fmt::format("two paths differ in case only: `{}`", entry.path));
        return false;
      }
    }
    return true;
  }

  void report_refusal(const std::string& name, const Dependency& dependency, const std::string& reason) {
    diagnostics_
        .error(Code::package_refused, dependency.span,
               fmt::format("the package `{}` is not vendored: {}", name, reason))
        .note("what is vendored are ordinary files, which nothing but their own text can change")
        .with_help("name a `folder` of the repository that holds only what is shared");
  }

  /// Whether nothing stands there that is not ours.
  void check_place(const Fetched& package) {
    const std::string folder = place(package.name);
    for (const std::string& path : {path_in_project(project_, "vendor"), folder}) {
      std::error_code error;
      if (!std::filesystem::is_symlink(path, error)) continue;
      diagnostics_
          .error(Code::output_symlink, {},
                 fmt::format("cannot write `{}`: `{}` is a symbolic link", folder, path))
          .with_help("move it away");
      return;
    }
    if (!finish_interrupted(folder, diagnostics_)) {
      report_.machine_failed = true;
      return;
    }
    const auto there = vendored_files(folder);
    const auto* files = std::get_if<PackageFiles>(&there);
    if (files == nullptr) return;  // no such folder, or something that `commit` tells of
    const auto manifest = recorded_manifest(folder);
    for (const auto& [path, hash] : *files) {
      if (package.tree.contains(path) || (manifest && manifest->files.contains(path))) continue;
      diagnostics_
          .error(Code::file_in_the_way, {},
                 fmt::format("`{}/{}` is there already, and does not belong to the package `{}`", folder,
                             path, package.name))
          .note("nothing was written")
          .with_help("move it away: what lies in that folder can be imported as part of the package");
      return;
    }
  }

  void write() {
    const std::string before = print_lock_file(lock_);
    for (Fetched& package : fetched_) {
      if (!put(package.tree, place(package.name))) return;
      report_.lines.push_back(
          fmt::format("wrote {} ({} {}): {}", place(package.name), package.tree.files().size(),
                      package.tree.files().size() == 1 ? "file" : "files", described(package.locked)));
      lock_.packages[package.name] = package.locked;
    }
    if (options_.names.empty() && !remove_unused()) return;
    const std::string after = print_lock_file(lock_);
    if (after == before) return;
    if (!replace_files(project_.root, {{std::string(kLockFileName), after}}, diagnostics_)) {
      report_.machine_failed = true;
      return;
    }
    report_.lines.push_back(fmt::format("wrote {}", path_in_project(project_, kLockFileName)));
  }

  bool put(const OutputTree& tree, const std::string& folder) {
    const WriteReport written = commit(tree, folder, diagnostics_);
    report_.machine_failed = written.outcome == WriteReport::Outcome::failed;
    return written.outcome == WriteReport::Outcome::done;
  }

  bool remove_unused() {
    std::vector<std::string> unused;
    for (const auto& [name, package] : lock_.packages) {
      if (!project_.dependencies.contains(name)) unused.push_back(name);
    }
    for (const std::string& name : unused) {
      const std::string folder = place(name);
      if (recorded_manifest(folder)) {
        if (!put({}, folder)) return false;
        remove_record(folder);
      }
      lock_.packages.erase(name);
      report_.lines.push_back(fmt::format("removed {}", folder));
    }
    return true;
  }

  /// Of a folder without any of our files; what others put there stays.
  void remove_record(const std::string& folder) {
    try {
      auto vendor = Folder::open(path_in_project(project_, "vendor"));
      if (!vendor) return;
      const std::string name = folder.substr(folder.rfind('/') + 1);
      vendor->remove(fmt::format("{}/{}", name, kManifestName));
      vendor->remove_directory(name);
    } catch (const FolderError&) {
      // An empty record is in nobody's way.
    }
  }

  std::string place(const std::string& name) const { return path_in_project(project_, package_folder(name)); }

  static std::string described(const LockedPackage& package) {
    if (package.commit.empty()) return package_source_name(package.source);
    return fmt::format("{} ({})", package_source_name(package.source),
                       package.commit.substr(0, kShortCommit));
  }

  const Project& project_;
  LockFile lock_;
  const VendorOptions& options_;
  Diagnostics& diagnostics_;
  std::vector<Fetched> fetched_;
  VendorReport report_;
};

}  // namespace

VendorReport vendor_packages(const Project& project, LockFile lock, const VendorOptions& options,
                             Diagnostics& diagnostics) {
  return Vendoring(project, std::move(lock), options, diagnostics).run();
}

}  // namespace flux
