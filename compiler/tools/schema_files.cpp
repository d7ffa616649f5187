#include "tools/schema_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "schemas/module_schema.h"

namespace flux {

std::string SchemaProject::full(std::string_view path) const {
  return normalise_path(fmt::format("{}/{}", root, path));
}

SchemaProject open_schema_project(FileProvider& files, SourceManager& sources, Diagnostics& diagnostics) {
  SchemaProject opened;
  const std::string root = find_project_root(files, ".");
  opened.project = read_project(files, sources, root, diagnostics);
  opened.root = opened.project.file.valid() ? root : ".";
  opened.lock = read_lock_file(files, sources, opened.root, diagnostics);
  return opened;
}

std::vector<NamedSchema> named_schemas(const SchemaProject& project) {
  std::vector<NamedSchema> schemas;
  for (const auto& [name, locked] : project.lock.schemas)
    schemas.push_back({name, project.full(locked.path), &locked});
  for (const auto& [name, path] : project.project.schemas) {
    if (!project.lock.schemas.contains(name)) schemas.push_back({name, project.full(path)});
  }
  std::ranges::sort(schemas, {}, &NamedSchema::name);
  return schemas;
}

std::optional<NamedSchema> find_schema(const SchemaProject& project, const std::string& name,
                                       FileProvider& files, Diagnostics& diagnostics) {
  std::vector<NamedSchema> schemas = named_schemas(project);
  const std::string path = normalise_path(name);
  for (NamedSchema& schema : schemas) {
    if (schema.name == name || schema.path == path) return std::move(schema);
  }
  if (files.is_file(name)) {
    const std::string file = path.substr(path.rfind('/') + 1);
    return NamedSchema{file.substr(0, file.find('.')), path};
  }
  std::vector<std::string_view> names;
  for (const NamedSchema& schema : schemas) names.push_back(schema.name);
  auto& d = diagnostics.error(Code::unknown_schema, {}, fmt::format("there is no schema or file `{}`", name));
  if (const auto near = closest(name, names)) {
    d.with_help(fmt::format("did you mean `{}`?", *near));
  } else if (names.empty()) {
    d.with_help("`fluxc schema add` puts schemas into a project");
  } else {
    d.with_help(fmt::format("the project has `{}`", fmt::join(names, "`, `")));
  }
  return std::nullopt;
}

std::optional<std::string> read_schema_file(const std::string& path, FileProvider& files,
                                            Diagnostics& diagnostics) {
  auto text = files.read(path);
  if (auto* bytes = std::get_if<std::string>(&text)) return std::move(*bytes);
  diagnostics.error(Code::input_unreadable, {},
                    fmt::format("cannot read `{}`: {}", path, std::get<ReadError>(text).reason));
  return std::nullopt;
}

std::optional<std::string> read_module_file(const std::string& path, FileProvider& files,
                                            Diagnostics& diagnostics) {
  std::vector<std::string> paths{path};
  if (files.is_directory(path)) {
    paths = files.list(path);
    std::erase_if(paths, [](const std::string& file) { return !is_module_file(file); });
  }
  std::string blocks;
  for (const std::string& file : paths) {
    const auto text = read_schema_file(file, files, diagnostics);
    if (!text) return std::nullopt;
    std::vector<SchemaNote> notes;
    for (const ModuleBlock& block : module_blocks(file, *text, notes)) blocks += block.text();
    if (notes.empty()) continue;
    diagnostics.error(Code::not_such_schema, {},
                      fmt::format("`{}` cannot be read as HCL: {}", notes[0].at, notes[0].message));
    return std::nullopt;
  }
  return blocks;
}

}  // namespace flux
