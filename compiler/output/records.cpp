#include "output/records.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "output/output_tree.h"

namespace flux {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr int kIndent = 1;

/// `text` as an object of our version.
std::optional<Json> parse_record(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("version") || json["version"] != kVersion) return std::nullopt;
  return json;
}

std::string print(const Json& json) {
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// The objects in the array `key`; none where there is no such array.
std::vector<Json> objects_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_array()) return {};
  return {found->begin(), found->end()};
}

/// The object `key`; an empty one where there is none, nothing where it is something else.
std::optional<Json> object_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return Json::object();
  return found->is_object() ? std::optional<Json>(*found) : std::nullopt;
}

bool read_identities(const Json& json, Inventory& inventory) {
  const auto by_path = object_at(json, "identities");
  if (!by_path) return false;
  for (const auto& [path, ids] : by_path->items()) {
    if (!ids.is_object()) return false;
    for (const auto& [id, local] : ids.items()) {
      auto identity = parse_identity(id);
      if (!identity || !local.is_string()) return false;
      identity->path = path;
      identity->local = local.get<std::string>();
      inventory.identities.push_back(*std::move(identity));
    }
  }
  inventory.sort();
  return true;
}

bool read_moves(const Json& json, Inventory& inventory) {
  const auto by_stack = object_at(json, "moves");
  if (!by_stack) return false;
  for (const auto& [stack, moves] : by_stack->items()) {
    if (!moves.is_object()) return false;
    for (const auto& [from, to] : moves.items()) {
      if (!to.is_string() || !parse_terraform_reference(from) ||
          !parse_terraform_address(to.get<std::string>()))
        return false;
      inventory.moves[stack].emplace(from, to.get<std::string>());
    }
  }
  return true;
}

bool is_staged_name(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string print_manifest(const Manifest& manifest) {
  Json json{{"version", kVersion}, {"files", Json(manifest.files)}};
  for (const Identity& identity : manifest.inventory.identities) {
    json["identities"][identity.path][identity.id()] = identity.local;
  }
  for (const auto& [stack, moves] : manifest.inventory.moves) {
    if (!moves.empty()) json["moves"][stack] = Json(moves);
  }
  return print(json);
}

std::string print_journal(const Journal& journal) {
  Json removes = Json::array();
  for (const Journal::Remove& remove : journal.removes) {
    removes.push_back({{"path", remove.path}, {"before", remove.before}});
  }
  Json writes = Json::array();
  for (const Journal::Write& write : journal.writes) {
    writes.push_back(
        {{"path", write.path}, {"staged", write.staged}, {"before", write.before}, {"after", write.after}});
  }
  return print({{"version", kVersion}, {"removes", removes}, {"writes", writes}});
}

std::optional<Manifest> parse_manifest(std::string_view text) {
  const auto json = parse_record(text);
  if (!json || !json->contains("files") || !(*json)["files"].is_object()) return std::nullopt;
  Manifest manifest;
  for (const auto& [path, hash] : (*json)["files"].items()) {
    if (!is_output_path(path) || !hash.is_string()) return std::nullopt;
    manifest.files.emplace(path, hash.get<std::string>());
  }
  if (!read_identities(*json, manifest.inventory) || !read_moves(*json, manifest.inventory)) {
    return std::nullopt;
  }
  return manifest;
}

std::optional<Journal> parse_journal(std::string_view text) {
  const auto json = parse_record(text);
  if (!json) return std::nullopt;
  Journal journal;
  for (const Json& item : objects_at(*json, "removes")) {
    journal.removes.push_back({text_at(item, "path"), text_at(item, "before")});
    if (!is_output_path(journal.removes.back().path)) return std::nullopt;
  }
  for (const Json& item : objects_at(*json, "writes")) {
    journal.writes.push_back(
        {text_at(item, "path"), text_at(item, "staged"), text_at(item, "before"), text_at(item, "after")});
    const Journal::Write& write = journal.writes.back();
    if (!is_output_path(write.path) || !is_staged_name(write.staged)) return std::nullopt;
  }
  return journal;
}

}  // namespace flux
