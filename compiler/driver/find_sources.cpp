#include "driver/find_sources.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/arena.h"
#include "output/records.h"
#include "source/file_provider.h"
#include "source/source_manager.h"
#include "syntax/parser.h"

namespace flux {
namespace {

namespace fs = std::filesystem;

class Search {
public:
  explicit Search(const std::vector<std::string>& skipped) {
    for (const std::string& folder : skipped) seen_.insert(disk_.canonical(folder));
  }

  void walk(const fs::path& folder) {
    if (!seen_.insert(disk_.canonical(folder.string())).second) return;
    std::error_code error;
    std::vector<fs::path> folders;
    std::vector<std::string> files;
    for (fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && entry != end; entry.increment(error)) {
      const fs::path& path = entry->path();
      if (path.filename() == kManifestName) return;
      if (path.filename().native().starts_with('.')) continue;
      std::error_code unreadable;
      if (entry->is_directory(unreadable)) {
        folders.push_back(path);
      } else if (path.extension() == ".flux" && entry->is_regular_file(unreadable)) {
        files.push_back(normalise_path(path.string()));
      }
    }
    found_.insert(found_.end(), files.begin(), files.end());
    std::sort(folders.begin(), folders.end());
    for (const fs::path& below : folders) walk(below);
  }

  std::vector<std::string> take() {
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

private:
  DiskFileProvider disk_;
  std::set<std::string> seen_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> find_sources(const std::string& folder, const std::vector<std::string>& skipped) {
  Search search(skipped);
  search.walk(folder);
  return search.take();
}

std::vector<std::string> declared_environments(std::string_view text) {
  std::vector<std::string> names;
  if (text.find("environment") == std::string_view::npos) return names;
  SourceManager sources;
  Arena arena;
  Diagnostics ignored;
  const ast::File* file = parse(sources.add("", std::string(text)), sources, arena, ignored);
  for (const ast::Decl* decl : file->decls) {
    if (decl->kind != ast::DeclKind::layer) continue;
    const auto& layer = ast::as<ast::LayerDecl>(*decl);
    if (layer.is_environment) names.push_back(layer.name.name.str());
  }
  return names;
}

}  // namespace flux
