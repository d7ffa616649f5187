#include "tools/add_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/arena.h"
#include "base/content_hash.h"
#include "output/replace_files.h"
#include "schemas/schema_index.h"
#include "yaml/yaml_reader.h"

namespace flux {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Of a chart's folder, the file that describes its values.
std::string file_of_chart(const std::string& folder, FileProvider& files) {
  for (const char* name : {"values.schema.json", "values.yaml"}) {
    if (const std::string path = resolve_beside(folder + "/", name); files.is_file(path)) return path;
  }
  return folder;
}

/// What the Chart.yaml beside a chart's values says its version is; empty when there is none.
std::string version_of_chart(const std::string& beside, FileProvider& files) {
  const auto text = files.read(resolve_beside(beside, "Chart.yaml"));
  const auto* bytes = std::get_if<std::string>(&text);
  if (bytes == nullptr) return {};
  Arena arena;
  Diagnostics ignored;  // Helm will say what is wrong with it
  const YamlNode* root = read_yaml(*bytes, {}, arena, ignored);
  const YamlNode* version = root != nullptr ? root->find("version") : nullptr;
  if (version == nullptr || version->kind != YamlKind::scalar) return {};
  std::string written{version->text};
  return schema_version_problem(written).empty() ? written : std::string{};
}

std::string path_for(const SchemaProject& project, const VendorRequest& request, bool is_example) {
  const auto named = project.project.schemas.find(request.name);
  if (named != project.project.schemas.end()) return named->second;
  if (request.kind == SchemaKind::module) return fmt::format("schemas/{}/module.tf", request.name);
  if (request.kind != SchemaKind::chart) return fmt::format("schemas/{}.schema.json", request.name);
  return fmt::format("charts/{}/{}", request.name, is_example ? "values.yaml" : "values.schema.json");
}

/// False, with a report, when a file stands there that an earlier `add` of this name has not written.
bool may_replace(const SchemaProject& project, const std::string& name, const std::string& path,
                 std::string_view bytes, FileProvider& files, Diagnostics& diagnostics) {
  const auto recorded = project.lock.schemas.find(name);
  if (recorded != project.lock.schemas.end() && recorded->second.path == path) return true;
  const std::string full = project.full(path);
  if (!files.is_file(full)) return true;
  const auto there = files.read(full);
  const auto* text = std::get_if<std::string>(&there);
  if (text != nullptr && *text == bytes) return true;
  diagnostics
      .error(Code::file_in_the_way, {},
             fmt::format("`{}` is there already, and `flux.lock` does not record it as `{}`", full, name))
      .note("nothing was written")
      .with_help("move it away, or give the schema another path under `schemas` in flux.yaml");
  return false;
}

}  // namespace

AddedSchema add_schema(const SchemaProject& project, VendorRequest request, FileProvider& files,
                       Diagnostics& diagnostics) {
  AddedSchema result;
  if (request.kind == SchemaKind::chart && files.is_directory(request.from))
    request.from = file_of_chart(request.from, files);
  const auto& schemas = project.lock.schemas;
  const auto before = schemas.find(request.name);
  if (before != schemas.end() && before->second.kind != request.kind) {
    diagnostics
        .error(Code::schema_name_taken, before->second.span,
               fmt::format("`{}` is the name of a schema of kind `{}` already", request.name,
                           schema_kind_name(before->second.kind)))
        .with_help("choose another name, or take this entry out of flux.lock and remove its file");
    return result;
  }
  const auto source = request.kind == SchemaKind::module ? read_module_file(request.from, files, diagnostics)
                                                         : read_schema_file(request.from, files, diagnostics);
  if (!source) return result;
  if (request.kind == SchemaKind::chart && request.version.empty())
    request.version = version_of_chart(request.from, files);
  auto vendored = vendor_schema(*source, request, diagnostics);
  if (!vendored) return result;

  const std::string path = path_for(project, request, vendored->is_example);
  const std::string bytes = path.ends_with(".gz") ? gzip(vendored->text) : std::move(vendored->text);
  if (!may_replace(project, request.name, path, bytes, files, diagnostics)) return result;
  LockFile lock = project.lock;
  lock.schemas[request.name] = {.kind = request.kind,
                                .path = path,
                                .version = vendored->version,
                                .only = request.only,
                                .open = request.open,
                                .hash = content_hash(bytes),
                                .source_hash = content_hash(*source),
                                .span = {}};
  if (!replace_files(project.root, {{path, bytes}, {std::string(kLockFileName), print_lock_file(lock)}},
                     diagnostics)) {
    result.machine_failed = true;
    return result;
  }
  result.written = {fmt::format("{} ({} {}{}{})", project.full(path), vendored->types,
                                vendored->types == 1 ? "type" : "types",
                                vendored->version.empty() ? "" : ", version ", vendored->version),
                    project.full(kLockFileName)};
  if (before == schemas.end()) {
    std::string name = request.name;
    std::ranges::replace(name, '-', '_');
    const std::string imported = request.kind == SchemaKind::module ? path.substr(0, path.rfind('/')) : path;
    result.next.push_back(
        fmt::format("in a file that lies beside flux.yaml: import \"{}\" as {}", imported, name));
  } else if (before->second.path != path) {
    result.next.push_back(fmt::format("import {} instead of {}, and remove that", path, before->second.path));
  }
  const bool version_matters = request.kind == SchemaKind::terraform || request.kind == SchemaKind::chart;
  if (vendored->version.empty() && version_matters)
    result.next.emplace_back("run it again with `--version`, so that the version in use is checked");
  return result;
}

std::string schema_name_problem(const std::string& name) {
  const bool fine =
      !name.empty() && is_letter(name[0]) && name.size() <= 100 &&
      std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
  return fine ? ""
              : fmt::format(
                    "`{}` is no name for a schema: it needs letters, digits, `-` and `_`, and a letter first",
                    name);
}

std::string schema_version_problem(const std::string& version) {
  const bool fine = version.size() <= 100 && !version.empty() && std::ranges::any_of(version, is_digit) &&
                    std::ranges::all_of(version, [](char c) {
                      return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '+';
                    });
  return fine ? "" : fmt::format("`{}` is no version; one is `1.2.3`", version);
}

}  // namespace flux
