#include "schemas/schema_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
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
  const Value* defaults = nullptr;
  std::unordered_map<std::string, const TerraformBody*> bodies;

  /// `name` is `resource.T` and the like, or `provider`.
  const TerraformBody* body(const std::string& name) {
    auto [known, is_new] = bodies.try_emplace(name, nullptr);
    if (is_new) {
      if (auto text = index->find(name)) known->second = read_terraform_body(*text, name, arena, notes);
    }
    return known->second;
  }
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

/// An index's name of a Kubernetes kind, in its parts.
struct KindName {
  std::string_view kind, group, version;

  explicit KindName(std::string_view entry) {
    const std::size_t first = entry.find('/');
    const std::size_t last = entry.rfind('/');
    if (first == std::string_view::npos || first == last) return;
    kind = entry.substr(0, first);
    group = entry.substr(first + 1, last - first - 1);
    version = entry.substr(last + 1);
  }

  /// Less is preferred: stable before beta before alpha, then the later, then Kubernetes' own group. As
  /// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning
  auto rank() const {
    const int stage = version.find("alpha") != std::string_view::npos  ? 2
                      : version.find("beta") != std::string_view::npos ? 1
                                                                       : 0;
    std::size_t at = 1;
    const auto number = [&] {
      int value = 0;
      while (at < version.size() && version[at] >= '0' && version[at] <= '9' && value < 100'000)
        value = value * 10 + (version[at++] - '0');
      return value;
    };
    const int major = number();
    while (at < version.size() && (version[at] < '0' || version[at] > '9')) ++at;
    const int minor = number();
    return std::tuple(stage, -major, -minor, group);
  }
};

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
    const TerraformBody* body =
        file->body(head == "provider" ? std::string{head} : fmt::format("{}.{}", head, type));
    if (body != nullptr) return body;
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

void SchemaSet::add_defaults(const std::string& path, std::string_view text) {
  const std::lock_guard lock(mutex_);
  File* file = file_at(path);
  if (file != nullptr && !file->chart.empty()) file->defaults = read_chart_defaults(text, file->arena);
}

ChartValues SchemaSet::chart_values(std::string_view chart) {
  std::string_view name = last_part(chart);
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (!file->chart.empty() && file->chart == name) return {file->json->definition(""), file->defaults};
  }
  return {};
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

SchemaSet::File* SchemaSet::file_at(std::string_view path) const {
  auto found = std::ranges::find_if(files_, [&](const auto& file) { return file->path == path; });
  return found == files_.end() ? nullptr : found->get();
}

SchemaSet::Exported SchemaSet::exported(std::string_view path, std::string_view name) {
  using Kind = Exported::Kind;
  const std::lock_guard lock(mutex_);
  File* file = file_at(path);
  if (file == nullptr) return {};
  const auto values = [](const Schema* schema) {
    return Exported{.kind = schema != nullptr ? Kind::values : Kind::nothing, .values = schema};
  };
  switch (file->index->format()) {
    case SchemaFormat::json_schema:
      return name == "Values" ? values(file->json->definition("")) : Exported{};
    case SchemaFormat::terraform: {
      if (name == "resource" || name == "data" || name == "ephemeral") return {.kind = Kind::group};
      const TerraformBody* body = file->body(std::string{name});
      return {.kind = body != nullptr ? Kind::body : Kind::nothing, .body = body};
    }
    case SchemaFormat::crds:
    case SchemaFormat::openapi:
      break;
  }
  const std::size_t dot = name.find('.');
  const std::string_view version = dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
  const std::string_view kind = dot == std::string_view::npos ? name : name.substr(dot + 1);
  const SchemaIndex::Entry* best = nullptr;
  for (const SchemaIndex::Entry& entry : file->index->entries()) {
    const KindName one{entry.name};
    if (one.kind.empty()) continue;
    if (version.empty() && one.version == name) return {.kind = Kind::group};
    if (one.kind != kind || (!version.empty() && one.version != version)) continue;
    if (best == nullptr || one.rank() < KindName{best->name}.rank()) best = &entry;
  }
  return best == nullptr ? Exported{} : values(file->json->definition(best->name));
}

std::vector<std::string> SchemaSet::exports(std::string_view path, std::string_view group) {
  std::vector<std::string> names;
  const std::lock_guard lock(mutex_);
  const File* file = file_at(path);
  if (file == nullptr) return names;
  if (file->index->format() == SchemaFormat::json_schema) return {"Values"};
  const std::string prefix = group.empty() ? std::string{} : fmt::format("{}.", group);
  for (const SchemaIndex::Entry& entry : file->index->entries()) {
    if (file->index->format() == SchemaFormat::terraform) {
      if (!entry.name.starts_with(prefix)) continue;
      const std::string_view rest = std::string_view{entry.name}.substr(prefix.size());
      names.emplace_back(rest.substr(0, rest.find('.')));
    } else if (const KindName one{entry.name}; !one.kind.empty() && (group.empty() || one.version == group)) {
      names.emplace_back(one.kind);
      if (group.empty()) names.emplace_back(one.version);
    }
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace flux
