// Packages: which of a project's files, or of a package's, may reach which others.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"

namespace flux {

namespace {

bool is_within(std::string_view canonical, std::string_view folder) {
  // Inside a project at `.` every relative path that does not climb is within.
  if (folder == "." || folder.empty()) return !canonical.starts_with("../") && !canonical.starts_with('/');
  if (!canonical.starts_with(folder)) return false;
  return folder.ends_with('/') || canonical.size() == folder.size() || canonical[folder.size()] == '/';
}

}  // namespace

Package& Sema::Impl::package_at(const std::string& name, const std::string& folder) {
  std::string canonical = files.canonical(folder);
  const auto known = std::ranges::find(packages, canonical, &Package::canonical);
  if (known != packages.end()) return *known;
  return packages.emplace_back(Package{.name = name, .root = folder, .canonical = std::move(canonical)});
}

const std::map<std::string, std::string, std::less<>>& Sema::Impl::packages_of(Package& package) {
  if (!package.known && options.packages && !package.root.empty())
    package.packages = options.packages(package.root);
  package.known = true;
  return package.packages;
}

bool Sema::Impl::may_reach(const std::string& path, SourceSpan from, Package& package) {
  if (package.root.empty()) return true;
  // What is not there has no canonical path, and is told by its name.
  const bool there = files.is_file(path) || files.is_directory(path);
  const std::string place = there ? files.canonical(path) : normalise_path(path);
  const auto lies_in = [&](const std::string& folder, const std::string& canonical) {
    return is_within(place, there ? canonical : normalise_path(folder));
  };
  if (!lies_in(package.root, package.canonical)) {
    if (package.name.empty()) {
      err(Code::escapes_project, from, "`{}` lies outside the project", path)
          .note(fmt::format("the project's folder is `{}`", package.root));
    } else {
      err(Code::crosses_packages, from, "`{}` lies outside the package `{}`", path, package.name)
          .note(fmt::format("a package stands on its own: its folder is `{}`", package.root));
    }
    return false;
  }
  for (const auto& [name, folder] : packages_of(package)) {
    if (folder.empty() || !lies_in(folder, files.canonical(folder))) continue;
    err(Code::crosses_packages, from, "`{}` is a file of the package `{}`", path, name)
        .with_help(fmt::format("write `@{}{}`", name, path.substr(std::min(folder.size(), path.size()))));
    return false;
  }
  return true;
}

bool Sema::Impl::is_visible(const Symbol& symbol, const Module& module) {
  const Package* owner = symbol.decl != nullptr ? symbol.owner->package : nullptr;
  return owner == nullptr || owner == module.package || symbol.decl->exported;
}

bool Sema::Impl::may_name(const Symbol& symbol, const Module& module, SourceSpan use) {
  if (is_visible(symbol, module)) return true;
  auto& d = err(Code::not_exported, use, "the package `{}` does not export `{}`", symbol.owner->package->name,
                symbol.name.text());
  d.label(symbol.span, "declared here, without `export`");
  std::vector<std::string_view> exported;
  for (const Symbol* other : symbol.owner->declared) {
    if (is_visible(*other, module)) exported.push_back(other->name.text());
  }
  std::ranges::sort(exported);
  if (exported.empty()) {
    d.with_help(fmt::format("`{}` exports nothing; its owners decide what other packages may read",
                            symbol.owner->path));
  } else {
    d.with_help(fmt::format("`{}` exports `{}`", symbol.owner->path, fmt::join(exported, "`, `")));
  }
  return false;
}

Sema::Module* Sema::Impl::load_packaged(std::string_view path, SourceSpan from, Package& importer) {
  const std::size_t slash = path.find('/');
  const std::string name{path.substr(1, slash == std::string_view::npos ? slash : slash - 1)};
  const auto& known = packages_of(importer);
  const auto found = known.find(name);
  if (found == known.end()) {
    auto& d = err(Code::unknown_package, from, "there is no package `{}`", name);
    std::vector<std::string_view> names;
    for (const auto& [other, folder] : known) names.push_back(other);
    if (const auto near = closest(name, names)) {
      d.with_help(fmt::format("did you mean `@{}{}`?", *near,
                              slash == std::string_view::npos ? "" : path.substr(slash)));
    } else {
      d.with_help("packages stand under `dependencies` in flux.yaml");
    }
    return nullptr;
  }
  if (found->second.empty()) return nullptr;  // reported
  if (slash == std::string_view::npos || slash + 1 == path.size()) {
    err(Code::import_not_found, from, "`{}` names a package, and an import a file of it", path)
        .with_help(fmt::format("such as `@{}/platform.flux`", name));
    return nullptr;
  }
  return load(normalise_path(fmt::format("{}{}", found->second, path.substr(slash))), from,
              package_at(name, found->second));
}

}  // namespace flux
