#include "tools/terraform_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ir/value.h"

namespace flux {
namespace {

using Json = nlohmann::json;

constexpr int kStateFormat = 4;

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// An empty one where there is no such member.
const Json& member(const Json& json, const char* key) {
  static const Json kNothing;
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() ? *found : kNothing;
}

const Json& items(const Json& json, const char* key) {
  static const Json kNone = Json::array();
  const Json& found = member(json, key);
  return found.is_array() ? found : kNone;
}

std::string scalar_text(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  return json.is_number_float() ? format_float(json.get<double>()) : json.dump();
}

/// The value of an attribute that may be of any type, which format 4 writes as `{"value": …, "type": …}`;
/// otherwise the attribute itself.
const Json& plain_value(const Json& json) {
  if (!json.is_object() || json.size() != 2 || !json.contains("value") || !json.contains("type")) return json;
  const Json& type = json["type"];
  const bool is_type =
      type.is_array() || type == "string" || type == "number" || type == "bool" || type == "dynamic";
  return is_type ? json["value"] : json;
}

/// As `KnownArgument` has paths. What is read is as deep as the text was nested, which the parser bounds by
/// memory alone; so the way down is kept on the heap.
std::vector<KnownArgument> flattened(const Json& attributes) {
  std::vector<KnownArgument> flat;
  std::vector<std::pair<std::string, const Json*>> pending{{"", &attributes}};
  while (!pending.empty()) {
    const std::string path = std::move(pending.back().first);
    const Json* json = &plain_value(*pending.back().second);
    pending.pop_back();
    if (json->is_object()) {
      for (const auto& [name, value] : json->items()) {
        pending.emplace_back(path.empty() ? name : path + '.' + name, &value);
      }
    } else if (json->is_array()) {
      for (const Json& item : *json) pending.emplace_back(path, &item);
    } else if (!json->is_null()) {
      flat.emplace_back(path, scalar_text(*json));
    }
  }
  std::ranges::sort(flat);
  return flat;
}

std::string index_text(const Json& index) {
  return index.is_null() ? ""
                         : fmt::format("[{}]", index.dump(-1, ' ', false, Json::error_handler_t::replace));
}

StateInstance instance_of(const std::string& module, const Json& resource, const Json& index,
                          const Json& attributes, bool id_is_secret) {
  StateInstance instance{
      .type = text_at(resource, "type"), .name = text_at(resource, "name"), .module = module};
  instance.address = fmt::format("{}{}{}.{}{}", module, module.empty() ? "" : ".", instance.type,
                                 instance.name, index_text(index));
  if (!index.is_null()) instance.key = scalar_text(index);
  const Json& id = member(attributes, "id");
  if (!id_is_secret && (id.is_string() || id.is_number())) instance.id = scalar_text(id);
  instance.attributes = flattened(attributes);
  return instance;
}

/// Of format 4: a list of paths, each a list of steps.
bool marks_id(const Json& sensitive_attributes) {
  return std::ranges::any_of(sensitive_attributes, [](const Json& path) {
    return path.is_array() && !path.empty() && text_at(path[0], "value") == "id";
  });
}

std::vector<StateInstance> read_pulled(const Json& state) {
  std::vector<StateInstance> instances;
  for (const Json& resource : items(state, "resources")) {
    if (!resource.is_object() || text_at(resource, "mode") != "managed") continue;
    for (const Json& instance : items(resource, "instances")) {
      if (!instance.is_object() || instance.contains("deposed")) continue;
      instances.push_back(instance_of(text_at(resource, "module"), resource, member(instance, "index_key"),
                                      member(instance, "attributes"),
                                      marks_id(items(instance, "sensitive_attributes"))));
    }
  }
  return instances;
}

std::vector<StateInstance> read_shown(const Json& root) {
  std::vector<StateInstance> instances;
  std::vector<const Json*> pending{&root};
  while (!pending.empty()) {
    const Json& module = *pending.back();
    pending.pop_back();
    if (!module.is_object()) continue;
    for (const Json& resource : items(module, "resources")) {
      if (!resource.is_object() || text_at(resource, "mode") != "managed" || resource.contains("deposed_key"))
        continue;
      instances.push_back(instance_of(text_at(module, "address"), resource, member(resource, "index"),
                                      member(resource, "values"),
                                      member(member(resource, "sensitive_values"), "id") == true));
    }
    const Json& children = items(module, "child_modules");
    for (auto child = children.rbegin(); child != children.rend(); ++child) pending.push_back(&*child);
  }
  return instances;
}

}  // namespace

std::variant<std::vector<StateInstance>, std::string> read_terraform_state(std::string_view text) {
  const Json state = Json::parse(text, nullptr, false);
  if (!state.is_object()) return "it is no JSON";
  if (state.contains("format_version")) {
    if (state.contains("resource_changes") || state.contains("planned_values")) {
      return "it is a plan; `terraform show -json` without a plan prints the state";
    }
    return read_shown(member(member(state, "values"), "root_module"));
  }
  const Json& version = member(state, "version");
  if (!version.is_number_integer() || !state.contains("resources")) {
    return "it is not what `terraform state pull` or `terraform show -json` prints";
  }
  if (version != kStateFormat) return fmt::format("it has format {}, and format 4 is known", version.dump());
  return read_pulled(state);
}

}  // namespace flux
