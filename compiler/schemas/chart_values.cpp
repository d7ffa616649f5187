#include "schemas/chart_values.h"

#include <algorithm>

#include "schemas/json_value.h"
#include "schemas/yaml_json.h"

namespace flux {

namespace {

/// https://helm.sh/docs/chart_template_guide/values_files/
Value laid_over(const Value& defaults, const Value& values, Arena& arena) {
  if (!defaults.is(ValueKind::map) || !values.is(ValueKind::map)) return values;
  std::vector<MapEntry> merged;
  for (const MapEntry& entry : defaults.as_map().entries) {
    const Value* given = values.as_map().find(entry.key);
    if (given == nullptr) {
      merged.push_back(entry);
    } else if (!given->is_null()) {
      merged.push_back({entry.key, laid_over(entry.value, *given, arena), entry.doc});
    }
  }
  for (const MapEntry& entry : values.as_map().entries) {
    if (defaults.as_map().find(entry.key) == nullptr) merged.push_back(entry);
  }
  return Value::map(arena.make<MapValue>(arena.copy(merged))).with_origin(values.origin());
}

bool is_unknown(const SchemaMistake& mistake) {
  return mistake.kind == SchemaMistake::Kind::unknown_name;
}

}  // namespace

const Value* read_chart_defaults(std::string_view text, Arena& arena) {
  const SchemaDocuments documents = schema_documents(text);
  auto json = documents.error.empty() ? JsonDocument::parse(documents.json) : nullptr;
  if (json == nullptr) return nullptr;
  const Value* defaults = arena.make<Value>(value_of(json->root(), arena));
  return defaults->is(ValueKind::map) ? defaults : nullptr;
}

std::vector<Name> names_handed_on(std::string_view chart) {
  std::vector<Name> names{intern("global")};
  Arena arena;
  Diagnostics ignored;
  const YamlNode* root = read_yaml(chart, FileId{}, arena, ignored);
  const YamlNode* dependencies = root != nullptr ? root->find("dependencies") : nullptr;
  if (dependencies == nullptr) return names;
  for (const YamlNode* dependency : dependencies->items) {
    const YamlNode* name = dependency->find("alias");
    if (name == nullptr) name = dependency->find("name");
    if (name != nullptr && name->kind == YamlKind::scalar) names.push_back(intern(name->text));
  }
  return names;
}

std::vector<SchemaMistake> validate_chart_values(const Value& values, const ChartValues& chart,
                                                 Arena& arena) {
  std::vector<SchemaMistake> mistakes =
      chart.defaults != nullptr ? validate(laid_over(*chart.defaults, values, arena), *chart.schema)
                                : validate(values, *chart.schema, {.completed = true});
  std::vector<SchemaMistake> forgotten;  // names that the defaults know and the schema does not
  if (chart.defaults != nullptr && std::ranges::any_of(mistakes, is_unknown))
    forgotten = validate(*chart.defaults, *chart.schema);
  std::erase_if(mistakes, [&](const SchemaMistake& mistake) {
    return is_unknown(mistake) &&
           (std::ranges::any_of(chart.handed_on, [&](Name name) { return name.text() == mistake.path; }) ||
            std::ranges::any_of(forgotten, [&](const SchemaMistake& known) {
              return is_unknown(known) && known.path == mistake.path;
            }));
  });
  return mistakes;
}

}  // namespace flux
