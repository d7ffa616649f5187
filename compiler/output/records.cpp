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
  return json.dump(kIndent) + '\n';
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

bool is_staged_name(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string print_manifest(const Manifest& manifest) {
  return print({{"version", kVersion}, {"files", Json(manifest)}});
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
    manifest.emplace(path, hash.get<std::string>());
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
