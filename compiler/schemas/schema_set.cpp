#include "schemas/schema_set.h"

#include <fmt/format.h>

#include <unordered_map>

#include "schemas/terraform_schema.h"

namespace flux {

struct SchemaSet::File {
  std::string path;
  std::string chart;     ///< the folder that a chart's schema stands in
  std::string provider;  ///< the last part of the provider's source
  std::unique_ptr<SchemaIndex> index;
  Arena arena;
  std::vector<SchemaNote> notes;
  std::unique_ptr<JsonSchemas> json;
  std::unordered_map<std::string, const TerraformBody*> bodies;
};

namespace {

std::string_view last_part(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
}

/// The folder that a file stands in.
std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : last_part(path.substr(0, slash));
}

}  // namespace

SchemaSet::SchemaSet(std::string cache_folder) : cache_folder_(std::move(cache_folder)) {}
SchemaSet::~SchemaSet() = default;

bool SchemaSet::add(const std::string& path, std::string_view bytes, std::string& error) {
  auto index = SchemaIndex::read(bytes, {cache_folder_}, error);
  if (index == nullptr) return false;
  const std::lock_guard lock(mutex_);
  auto& file = files_.emplace_back(std::make_unique<File>());
  file->path = path;
  file->provider = last_part(index->source());
  if (index->format() == SchemaFormat::json_schema) file->chart = folder_of(path);
  file->index = std::move(index);
  if (file->index->format() != SchemaFormat::terraform)
    file->json = std::make_unique<JsonSchemas>(*file->index, file->arena, file->notes, nullptr);
  return true;
}

std::vector<SchemaNote> SchemaSet::notes() {
  const std::lock_guard lock(mutex_);
  std::vector<SchemaNote> all;
  for (const auto& file : files_) {
    for (const SchemaNote& note : file->notes) all.push_back({file->path + ": " + note.at, note.message});
  }
  return all;
}

const TerraformBody* SchemaSet::terraform(std::string_view head, std::string_view type) {
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->index->format() != SchemaFormat::terraform) continue;
    if (head == "provider" && file->provider != type) continue;
    std::string name = head == "provider" ? std::string{head} : fmt::format("{}.{}", head, type);
    auto [known, is_new] = file->bodies.try_emplace(name, nullptr);
    if (is_new) {
      if (auto json = file->index->find(name))
        known->second = read_terraform_body(*json, name, file->arena, file->notes);
    }
    if (known->second != nullptr) return known->second;
  }
  return nullptr;
}

bool SchemaSet::has_provider_of(std::string_view type) {
  std::string_view provider = type.substr(0, type.find('_'));
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->index->format() == SchemaFormat::terraform && file->provider == provider) return true;
  }
  return false;
}

std::vector<std::string> SchemaSet::types_like(std::string_view head, std::string_view type) {
  std::string_view provider = type.substr(0, type.find('_'));
  const std::string prefix = fmt::format("{}.", head);
  std::vector<std::string> types;
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->index->format() != SchemaFormat::terraform || file->provider != provider) continue;
    for (const SchemaIndex::Entry& entry : file->index->entries()) {
      if (entry.name.starts_with(prefix)) types.push_back(entry.name.substr(prefix.size()));
    }
  }
  return types;
}

const Schema* SchemaSet::chart_values(std::string_view chart) {
  std::string_view name = last_part(chart);
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (!file->chart.empty() && file->chart == name) return file->json->definition("");
  }
  return nullptr;
}

std::string SchemaSet::version_of(const File& file) const {
  if (!file.index->version().empty()) return file.index->version();
  const auto known = versions_.find(file.index->hash());
  return known == versions_.end() ? std::string{} : known->second;
}

std::vector<SchemaSet::Versioned> SchemaSet::provider_versions() {
  std::vector<Versioned> providers;
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->index->format() != SchemaFormat::terraform) continue;
    if (std::string version = version_of(*file); !version.empty())
      providers.push_back({file->index->source(), std::move(version), file->path});
  }
  return providers;
}

std::optional<SchemaSet::Versioned> SchemaSet::chart_version(std::string_view chart) {
  const std::string_view name = last_part(chart);
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->chart.empty() || file->chart != name) continue;
    std::string version = version_of(*file);
    if (version.empty()) return std::nullopt;
    return Versioned{{}, std::move(version), file->path};
  }
  return std::nullopt;
}

const Schema* SchemaSet::kind(std::string_view api_version, std::string_view kind) {
  const std::size_t slash = api_version.find('/');
  const std::string name = slash == std::string_view::npos ? fmt::format("{}//{}", kind, api_version)
                                                           : fmt::format("{}/{}", kind, api_version);
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->index->format() != SchemaFormat::crds && file->index->format() != SchemaFormat::openapi)
      continue;
    if (const Schema* found = file->json->definition(name)) return found;
  }
  return nullptr;
}

}  // namespace flux
