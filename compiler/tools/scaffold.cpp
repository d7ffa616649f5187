#include "tools/scaffold.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <system_error>

#include "base/arena.h"
#include "embedded/embedded_files.h"
#include "source/file_provider.h"
#include "source/source_manager.h"
#include "syntax/parser.h"

namespace flux {

/// compiler/tools/templates
std::span<const EmbeddedFile> scaffold_templates();
/// examples/platform/charts/web-service
std::span<const EmbeddedFile> scaffold_chart();

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProject = "project/";
constexpr std::string_view kApps = "app/";
constexpr std::string_view kExtension = ".flux";
constexpr std::string_view kAppsFile = "platform/apps.flux";
constexpr std::string_view kAppsLayer = "apps";
constexpr std::string_view kFirstApp = "hello";
constexpr std::string_view kFirstKind = "web-service";
// An app's namespace is called `app-NAME`, and may have 63 characters.
constexpr std::size_t kLongestName = 59;

struct NewFile {
  std::string path;
  std::string text;
};

std::string app_text(std::string_view kind, std::string_view name) {
  constexpr std::string_view kPlaceholder = "@NAME@";
  const std::string path = fmt::format("{}{}{}", kApps, kind, kExtension);
  std::string text(find_embedded(scaffold_templates(), path).value_or(""));
  for (std::size_t at = text.find(kPlaceholder); at != std::string::npos; at = text.find(kPlaceholder, at)) {
    text.replace(at, kPlaceholder.size(), name);
  }
  return text;
}

constexpr std::string_view kAppsFolder = "apps";

/// The folder of apps: the one that the project has, by either name.
std::string_view apps_folder(const std::string& root) {
  constexpr std::string_view kOtherName = "applications";
  std::error_code ignored;
  const fs::path at(root);
  return !fs::exists(at / kAppsFolder, ignored) && fs::is_directory(at / kOtherName, ignored) ? kOtherName
                                                                                              : kAppsFolder;
}

std::string app_path(std::string_view folder, std::string_view name) {
  return fmt::format("{}/{}.flux", folder, name);
}

/// Writes files, none of which is there yet.
class Writer {
public:
  Writer(std::string folder, Diagnostics& diagnostics)
      : folder_(std::move(folder)), diagnostics_(diagnostics) {}

  /// False, with a report for each, when one of them is in the way.
  bool all_free(const std::vector<NewFile>& files) {
    bool free = true;
    for (const NewFile& file : files) {
      std::error_code ignored;
      if (!fs::exists(fs::symlink_status(full(file.path), ignored))) continue;
      diagnostics_.error(Code::file_in_the_way, {}, fmt::format("`{}` is there already", full(file.path)))
          .note("nothing was written")
          .with_help("move it away, or choose another name or folder");
      free = false;
    }
    return free;
  }

  bool write(const NewFile& file, const char* mode = "wx") {
    const std::string path = full(file.path);
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    std::FILE* out = error ? nullptr : std::fopen(path.c_str(), mode);
    bool written =
        out != nullptr && std::fwrite(file.text.data(), 1, file.text.size(), out) == file.text.size();
    int reason = errno;
    if (out != nullptr && std::fclose(out) != 0) {
      written = false;
      reason = errno;
    }
    if (written) return true;
    const std::string why = error ? error.message() : std::generic_category().message(reason);
    diagnostics_.error(Code::output_not_writable, {}, fmt::format("cannot write `{}`: {}", path, why));
    return false;
  }

  /// Puts new text in the place of a file's, all of it or nothing.
  bool replace(const NewFile& file) {
    const NewFile staged{file.path + ".new", file.text};
    if (!write(staged)) return false;
    std::error_code error;
    fs::rename(full(staged.path), full(file.path), error);
    if (!error) return true;
    diagnostics_.error(Code::output_not_writable, {},
                       fmt::format("cannot write `{}`: {}", full(file.path), error.message()));
    return false;
  }

  std::string full(std::string_view path) const {
    return normalise_path(fmt::format("{}/{}", folder_, path));
  }

private:
  std::string folder_;
  Diagnostics& diagnostics_;
};

/// The text of platform/apps.flux with one more app; nothing where it is not of the shape that `init` gives
/// it: imports, and a layer `apps` that extends something.
std::optional<std::string> with_app(std::string text, std::string_view path, std::string_view name) {
  SourceManager sources;
  Arena arena;
  Diagnostics diagnostics;
  const ast::File* file = parse(sources.add("", text), sources, arena, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  std::uint32_t imports_end = 0;
  const ast::LayerDecl* layer = nullptr;
  for (const ast::Decl* decl : file->decls) {
    if (decl->kind == ast::DeclKind::import) imports_end = decl->span.end;
    if (decl->kind != ast::DeclKind::layer) continue;
    const auto& candidate = ast::as<ast::LayerDecl>(*decl);
    if (candidate.name.name.text() == kAppsLayer && !candidate.extends.empty()) layer = &candidate;
  }
  if (layer == nullptr || imports_end == 0 || layer->span.begin < imports_end) return std::nullopt;
  text.insert(join(layer->extends.back().layer.span, layer->extends.back().at.span).end,
              fmt::format(", {}-app", name));
  text.insert(imports_end, fmt::format("\nimport {{ {}-app }} from \"../{}\"", name, path));
  return text;
}

}  // namespace

ScaffoldResult init_project(const std::string& folder, Diagnostics& diagnostics) {
  std::vector<NewFile> files;
  for (const EmbeddedFile& file : scaffold_templates()) {
    if (!file.path.starts_with(kProject)) continue;
    const std::string_view path = file.path.substr(kProject.size());
    files.push_back({path == "gitignore" ? ".gitignore" : std::string(path), std::string(file.text)});
  }
  files.push_back({app_path(kAppsFolder, kFirstApp), app_text(kFirstKind, kFirstApp)});
  for (const EmbeddedFile& file : scaffold_chart()) {
    files.push_back({fmt::format("charts/web-service/{}", file.path), std::string(file.text)});
  }

  ScaffoldResult result;
  Writer writer(folder, diagnostics);
  if (!writer.all_free(files)) return result;
  for (const NewFile& file : files) {
    if (!writer.write(file)) {
      result.machine_failed = true;
      return result;
    }
    result.written.push_back(writer.full(file.path));
  }
  if (normalise_path(folder) != ".") result.next.push_back(fmt::format("cd {}", folder));
  result.next.insert(result.next.end(),
                     {"fluxc build envs", fmt::format("fluxc explain prod apps.{}.replicas", kFirstApp),
                      "fluxc new app shop --type web-service"});
  return result;
}

std::vector<std::string> app_kinds() {
  std::vector<std::string> kinds;
  for (const EmbeddedFile& file : scaffold_templates()) {
    if (!file.path.starts_with(kApps)) continue;
    const std::string_view name = file.path.substr(kApps.size());
    kinds.emplace_back(name.substr(0, name.size() - kExtension.size()));
  }
  return kinds;
}

ScaffoldResult new_app(const std::string& root, std::string_view kind, const std::string& name,
                       Diagnostics& diagnostics) {
  ScaffoldResult result;
  Writer writer(root, diagnostics);
  const NewFile app{app_path(apps_folder(root), name), app_text(kind, name)};
  if (!writer.all_free({app})) return result;
  if (!writer.write(app)) {
    result.machine_failed = true;
    return result;
  }
  result.written.push_back(writer.full(app.path));

  DiskFileProvider disk;
  const std::string apps_file = writer.full(kAppsFile);
  const auto text = disk.read(apps_file);
  const auto* source = std::get_if<std::string>(&text);
  const auto changed = source != nullptr ? with_app(*source, app.path, name) : std::nullopt;
  if (changed) {
    if (!writer.replace({std::string(kAppsFile), *changed})) {
      result.machine_failed = true;
      return result;
    }
    result.written.push_back(apps_file);
    result.next.push_back(fmt::format("edit {}", writer.full(app.path)));
    result.next.emplace_back("fluxc build envs");
  } else {
    result.next.push_back(
        fmt::format("edit the import of `defaults` in {} to where your defaults are", writer.full(app.path)));
    result.next.push_back(fmt::format(
        "in an environment: import {{ {0}-app }} from \"../{1}\", and add {0}-app to what it extends", name,
        app.path));
  }
  return result;
}

std::string app_name_problem(const std::string& name) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_inner = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  bool fine = !name.empty() && is_letter(name.front()) && name.back() != '-';
  for (const char c : name) fine = fine && is_inner(c);
  if (!fine)
    return fmt::format(
        "`{}` is no name for an app: it needs lower case letters, digits and `-`, and a letter first", name);
  if (name.size() > kLongestName) return fmt::format("`{}` is longer than {} characters", name, kLongestName);
  return "";
}

}  // namespace flux
