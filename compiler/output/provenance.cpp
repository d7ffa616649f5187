#include "output/provenance.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace flux {
namespace {

using Json = nlohmann::json;
using Layer = Provenance::Layer;

constexpr int kVersion = 1;
constexpr int kIndent = 1;
constexpr const char* kHash = "sha256";
constexpr const char* kRedactedHash = "redacted-sha256";
constexpr std::size_t kHashDigits = 64;

constexpr std::pair<Layer::Kind, const char*> kLayerKinds[] = {
    {Layer::Kind::file, "file"},
    {Layer::Kind::set, "set"},
    {Layer::Kind::secret, "secret"},
};

struct Garbled {};

void demand(bool holds) {
  if (!holds) throw Garbled{};
}

Json print_files(const Provenance::Files& files) {
  Json json = Json::object();
  for (const auto& [path, file] : files) {
    json[path] = {{file.redacted ? kRedactedHash : kHash, file.hash}};
  }
  return json;
}

Json print_layer(const Layer& layer) {
  for (const auto& [kind, key] : kLayerKinds) {
    if (kind == layer.kind) return {{key, layer.text}};
  }
  return {};
}

/// A record has all of its keys and no others: what is read prints as what was read.
const Json& at(const Json& json, const char* key) {
  demand(json.is_object());
  const auto found = json.find(key);
  demand(found != json.end());
  return *found;
}

std::string text_of(const Json& json) {
  demand(json.is_string());
  return json.get<std::string>();
}

/// Relative to the project: what lies elsewhere on the disk is nobody else's.
std::string path_of(const Json& json) {
  std::string path = text_of(json);
  demand(!path.empty() && path.front() != '/' && path.find('\0') == std::string::npos);
  return path;
}

Provenance::Files files_of(const Json& json) {
  demand(json.is_object());
  Provenance::Files files;
  for (const auto& [path, hashes] : json.items()) {
    demand(hashes.is_object() && hashes.size() == 1);
    const bool redacted = hashes.contains(kRedactedHash);
    std::string hash = text_of(at(hashes, redacted ? kRedactedHash : kHash));
    demand(hash.size() == kHashDigits && hash.find_first_not_of("0123456789abcdef") == std::string::npos);
    files.emplace(path_of(path), Provenance::File{std::move(hash), redacted});
  }
  return files;
}

Layer layer_of(const Json& json) {
  demand(json.is_object() && json.size() == 1);
  for (const auto& [kind, key] : kLayerKinds) {
    if (!json.contains(key)) continue;
    return {kind, kind == Layer::Kind::file ? path_of(json[key]) : text_of(json[key])};
  }
  throw Garbled{};
}

Provenance provenance_of(const Json& json) {
  Provenance provenance;
  provenance.compiler = text_of(at(json, "compiler"));
  demand(at(json, "edition").is_number_integer());
  provenance.edition = json["edition"].get<int>();
  provenance.environment = text_of(at(json, "environment"));
  provenance.entry = path_of(at(json, "entry"));
  for (const Json& target : json.value("targets", Json::array())) {
    provenance.targets.push_back(text_of(target));
  }
  for (const Json& layer : json.value("layers", Json::array())) provenance.layers.push_back(layer_of(layer));
  provenance.sources = files_of(at(json, "sources"));
  provenance.schemas = files_of(at(json, "schemas"));
  return provenance;
}

}  // namespace

std::string print_provenance(const Provenance& provenance) {
  Json json{{"version", kVersion},
            {"compiler", provenance.compiler},
            {"edition", provenance.edition},
            {"environment", provenance.environment},
            {"entry", provenance.entry},
            {"sources", print_files(provenance.sources)},
            {"schemas", print_files(provenance.schemas)}};
  if (!provenance.targets.empty()) json["targets"] = provenance.targets;
  for (const Layer& layer : provenance.layers) json["layers"].push_back(print_layer(layer));
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::variant<Provenance, ProvenanceFault> parse_provenance(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("version") || !json["version"].is_number_integer()) {
    return ProvenanceFault::garbled;
  }
  if (json["version"] > kVersion) return ProvenanceFault::newer;
  try {
    Provenance provenance = provenance_of(json);
    if (print_provenance(provenance) == text) return provenance;
  } catch (const Garbled&) {
  }
  return ProvenanceFault::garbled;
}

}  // namespace flux
