#include "tools/schema_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "tools/show_schema.h"

namespace flux {
namespace {

struct Row {
  std::string name, kind, version, path;
  std::optional<std::size_t> types;
  std::string_view state;
};

std::string_view state_of(const NamedSchema& schema, const SchemaProject& project, FileProvider& files) {
  if (schema.locked == nullptr) return files.is_file(schema.path) ? "not recorded" : "missing";
  switch (lock_state(*schema.locked, files, project.root)) {
    case LockState::holds:
      return "ok";
    case LockState::changed:
      return "changed";
    case LockState::missing:
      break;
  }
  return "missing";
}

std::vector<Row> rows_of(const SchemaProject& project, FileProvider& files) {
  std::vector<Row> rows;
  for (const NamedSchema& schema : named_schemas(project)) {
    const LockedSchema* locked = schema.locked;
    rows.push_back({schema.name, locked != nullptr ? std::string(schema_kind_name(locked->kind)) : "",
                    locked != nullptr ? locked->version : "", schema.path, count_types(schema.path, files),
                    state_of(schema, project, files)});
  }
  return rows;
}

}  // namespace

std::string schema_list_text(const SchemaProject& project, FileProvider& files) {
  std::vector<std::array<std::string, 6>> table{{"name", "kind", "version", "path", "types", "state"}};
  for (const Row& row : rows_of(project, files)) {
    const auto shown = [](const std::string& text) { return text.empty() ? std::string{"-"} : text; };
    table.push_back({row.name, shown(row.kind), shown(row.version), row.path,
                     row.types ? std::to_string(*row.types) : "-", std::string(row.state)});
  }
  if (table.size() == 1) return "no schemas; `fluxc schema add` vendors one\n";
  std::array<std::size_t, 6> widths{};
  for (const auto& line : table) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string text;
  for (const auto& line : table) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) text += fmt::format("{:<{}}  ", line[i], widths[i]);
    text += line.back() + "\n";
  }
  return text;
}

std::string schema_list_json(const SchemaProject& project, FileProvider& files) {
  auto schemas = nlohmann::ordered_json::array();
  for (const Row& row : rows_of(project, files)) {
    nlohmann::ordered_json one{{"name", row.name}};
    if (!row.kind.empty()) one["kind"] = row.kind;
    if (!row.version.empty()) one["version"] = row.version;
    one["path"] = row.path;
    if (row.types) one["types"] = *row.types;
    one["state"] = row.state;
    schemas.push_back(std::move(one));
  }
  const nlohmann::ordered_json document{{"schemas", std::move(schemas)}};
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace flux
