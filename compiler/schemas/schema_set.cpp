#include "schemas/schema_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "ir/deferred.h"
#include "schemas/example_schema.h"
#include "schemas/kind_name.h"
#include "schemas/terraform_schema.h"

namespace flux {

struct SchemaSet::File {
  std::string path;
  SourceSpan from;       ///< of the import
  std::string chart;     ///< the folder that a chart's schema or values stand in
  std::string provider;  ///< the last part of the provider's source
  std::unique_ptr<SchemaIndex> index;
  Arena arena;
  std::vector<SchemaNote> notes;
  std::unique_ptr<JsonSchemas> json;
  std::string defaults_text;        ///< of a chart's schema: the `values.yaml` beside it
  const Value* defaults = nullptr;  ///< read from it when first asked for
  const Schema* example = nullptr;  ///< a `values.yaml` without a schema
  std::vector<Name> handed_on;      ///< of a chart, as `ChartValues` has it
  std::unordered_map<std::string, const TerraformBody*> bodies;
  std::unordered_map<std::string, const TerraformFunction*> functions;

  /// `name` is `resource.T` and the like, or `provider`.
  const TerraformBody* body(const std::string& name) {
    auto [known, is_new] = bodies.try_emplace(name, nullptr);
    if (is_new) {
      if (auto text = index->find(name)) known->second = read_terraform_body(*text, name, arena, notes);
    }
    return known->second;
  }

  /// `name` is `function.F`.
  const TerraformFunction* function(const std::string& name) {
    auto [known, is_new] = functions.try_emplace(name, nullptr);
    if (is_new) {
      if (auto text = index->find(name)) known->second = read_terraform_function(*text, name, arena, notes);
    }
    return known->second;
  }
};

struct SchemaSet::Module {
  std::string folder;
  SourceSpan from;
  Arena arena;
  std::vector<SchemaNote> notes;
  ModuleSchema schema;
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

/// The name of the module that a `source` means; see
/// https://developer.hashicorp.com/terraform/language/modules/sources
std::string_view module_name(std::string_view source) {
  source = source.substr(0, source.find('?'));
  const std::string_view last = last_part(source);
  const auto slashes = std::ranges::count(source, '/');
  const bool of_registry = (slashes == 2 || slashes == 3) && source.find(':') == std::string_view::npos &&
                           source.find("//") == std::string_view::npos && !source.starts_with('.') &&
                           !source.starts_with('/');
  // `github.com/hashicorp/example`, and the like, is short for a repository.
  const std::string_view host = source.substr(0, source.find('/'));
  if (of_registry && !(slashes == 2 && host.find('.') != std::string_view::npos))
    return last_part(source.substr(0, source.size() - last.size()));
  return last.substr(0, last.size() - (last.ends_with(".git") ? 4 : 0));
}

/// Less is preferred: stable before beta before alpha, then the later, then Kubernetes' own group. As
/// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning
auto preference(const KindName& name) {
  const std::string_view version = name.version;
  const int stage = version.find("alpha") != std::string_view::npos  ? 2
                    : version.find("beta") != std::string_view::npos ? 1
                                                                     : 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t at = 1;
  const auto number = [&] {
    int value = 0;
    while (at < version.size() && is_digit(version[at]) && value < 100'000)
      value = value * 10 + (version[at++] - '0');
    return value;
  };
  const int major = number();
  while (at < version.size() && !is_digit(version[at])) ++at;
  const int minor = number();
  return std::tuple(stage, -major, -minor, name.group);
}

/// The entry of a kind that is preferred among its versions, or among those called `version`; null when there
/// is none.
const SchemaIndex::Entry* stablest(const SchemaIndex& index, std::string_view kind,
                                   std::string_view version) {
  const SchemaIndex::Entry* best = nullptr;
  for (const SchemaIndex::Entry& entry : index.entries()) {
    const auto one = parse_kind_name(entry.name);
    if (!one || one->kind != kind || (!version.empty() && one->version != version)) continue;
    if (best == nullptr || preference(*one) < preference(*parse_kind_name(best->name))) best = &entry;
  }
  return best;
}

/// A chart's default values rather than a schema of them.
bool is_example(std::string_view path) {
  std::string_view name = last_part(path);
  if (name.ends_with(".gz")) name.remove_suffix(3);
  return name == "values.yaml" || name == "values.yml";
}

const Schema* read_example(std::string_view text, Arena& arena, std::string& error) {
  Diagnostics mistakes;
  const YamlNode* root = read_yaml(text, FileId{}, arena, mistakes);
  if (root == nullptr || mistakes.has_errors()) {
    error = mistakes.all().empty() ? "it is not YAML that can be read" : mistakes.all()[0].message;
    return nullptr;
  }
  if (root->kind != YamlKind::mapping && root->kind != YamlKind::null) {
    error = "a chart's values are a mapping";
    return nullptr;
  }
  return example_schema(*root, text, arena);
}

}  // namespace

SchemaSet::SchemaSet(std::string cache_folder) : cache_folder_(std::move(cache_folder)) {}
SchemaSet::~SchemaSet() = default;

bool SchemaSet::add(const std::string& path, std::string_view bytes, SourceSpan from, std::string& error) {
  auto index = SchemaIndex::read(bytes, {cache_folder_, is_example(path)}, error);
  if (index == nullptr) return false;
  const std::lock_guard lock(mutex_);
  auto& file = files_.emplace_back(std::make_unique<File>());
  file->path = path;
  file->from = from;
  file->provider = last_part(index->source());
  const SchemaFormat format = index->format();
  if (format == SchemaFormat::json_schema || format == SchemaFormat::example) file->chart = folder_of(path);
  file->index = std::move(index);
  if (format == SchemaFormat::example) {
    file->example = read_example(*file->index->find(""), file->arena, error);
    if (file->example == nullptr) {
      files_.pop_back();
      return false;
    }
  } else if (format != SchemaFormat::terraform) {
    file->json = std::make_unique<JsonSchemas>(
        *file->index, file->arena, file->notes,
        [this, of = file.get()](std::string_view ref) { return referred(*of, ref); });
  }
  return true;
}

const Schema* SchemaSet::referred(const File& from, std::string_view reference) {
  const std::size_t hash = reference.find('#');
  const std::string_view name = last_part(reference.substr(0, hash));
  for (const auto& file : files_) {
    if (file.get() != &from && file->json != nullptr && last_part(file->path) == name && !name.empty())
      return file->json->at_pointer("", hash == std::string_view::npos ? "" : reference.substr(hash));
  }
  return nullptr;
}

const Schema* SchemaSet::values_of(File& file) {
  if (file.index->format() == SchemaFormat::example) return file.example;
  const Schema* schema = file.json->definition("");
  if (schema == nullptr) return nullptr;
  // Names that the chart's own defaults use are known, even where its schema forgot them.
  std::string ignored;
  const Schema* example =
      file.defaults_text.empty() ? nullptr : read_example(file.defaults_text, file.arena, ignored);
  if (example != nullptr) schema = with_example(*schema, *example, file.arena);
  return with_open(*schema, file.handed_on, false, file.arena);
}

void SchemaSet::add_module(const std::string& folder, SourceSpan from,
                           std::span<const std::pair<std::string, std::string>> files) {
  auto made = std::make_unique<Module>();
  made->folder = folder;
  made->from = from;
  ModuleReader reader{made->arena, made->notes};
  for (const auto& [path, text] : files) reader.read(path, text);
  made->schema = reader.finish();
  const std::lock_guard lock(mutex_);
  modules_.push_back(std::move(made));
}

const ModuleSchema* SchemaSet::module(std::string_view source) {
  const std::lock_guard lock(mutex_);
  for (const auto& module : modules_) {
    if (last_part(module->folder) == module_name(source)) return &module->schema;
  }
  return nullptr;
}

void SchemaSet::report_notes(Diagnostics& diagnostics) {
  constexpr std::size_t kShown = 8;
  const auto report = [&](const std::string& path, SourceSpan from, const std::vector<SchemaNote>& notes) {
    if (notes.empty()) return;
    auto& d = diagnostics.warning(Code::schema_not_checked, from,
                                  fmt::format("`{}` says more than is checked", path));
    for (std::size_t i = 0; i < std::min(kShown, notes.size()); ++i)
      d.note(fmt::format("{}: {}", notes[i].at, notes[i].message));
    if (notes.size() > kShown) d.note(fmt::format("and {} more", notes.size() - kShown));
  };
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) report(file->path, file->from, file->notes);
  for (const auto& module : modules_) report(module->folder, module->from, module->notes);
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

bool SchemaSet::describes_chart(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const File* file = file_at(path);
  return file != nullptr && !file->chart.empty();
}

void SchemaSet::add_chart(const std::string& path, std::string_view defaults, std::string_view chart) {
  const std::lock_guard lock(mutex_);
  File* file = file_at(path);
  if (file == nullptr || file->chart.empty()) return;
  file->defaults_text = defaults;
  file->handed_on = names_handed_on(chart);
  if (file->example != nullptr) file->example = with_open(*file->example, file->handed_on, true, file->arena);
}

ChartValues SchemaSet::chart_values(std::string_view chart) {
  std::string_view name = last_part(chart);
  ChartValues known;  // by an example, where no schema says more
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->chart.empty() || file->chart != name) continue;
    if (file->index->format() == SchemaFormat::example) {
      known.schema = file->example;
      continue;
    }
    if (file->defaults == nullptr && !file->defaults_text.empty())
      file->defaults = read_chart_defaults(file->defaults_text, file->arena);
    return {file->json->definition(""), file->defaults, file->handed_on};
  }
  return known;
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

const Schema* SchemaSet::kind(std::string_view kind) {
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->index->format() != SchemaFormat::openapi) continue;
    if (const SchemaIndex::Entry* best = stablest(*file->index, kind, {}))
      return file->json->definition(best->name);
  }
  return nullptr;
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
  for (const auto& module : modules_) {
    if (module->folder != path || (name != "Inputs" && name != "Outputs")) continue;
    return {.kind = Kind::body, .body = name == "Inputs" ? module->schema.inputs : module->schema.outputs};
  }
  File* file = file_at(path);
  if (file == nullptr) return {};
  const auto values = [](const Schema* schema) {
    return Exported{.kind = schema != nullptr ? Kind::values : Kind::nothing, .values = schema};
  };
  switch (file->index->format()) {
    case SchemaFormat::json_schema:
    case SchemaFormat::example:
      return name == "Values" ? values(values_of(*file)) : Exported{};
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
  for (const SchemaIndex::Entry& entry : file->index->entries()) {
    const auto one = parse_kind_name(entry.name);
    if (one && version.empty() && one->version == name) return {.kind = Kind::group};
  }
  const SchemaIndex::Entry* best = stablest(*file->index, kind, version);
  return best == nullptr ? Exported{} : values(file->json->definition(best->name));
}

std::optional<SchemaSet::ProviderFunction> SchemaSet::function(std::string_view path, std::string_view name) {
  const std::lock_guard lock(mutex_);
  File* file = file_at(path);
  if (file == nullptr || file->index->format() != SchemaFormat::terraform) return std::nullopt;
  const TerraformFunction* found = file->function(fmt::format("function.{}", name));
  if (found == nullptr) return std::nullopt;
  return ProviderFunction{found, fmt::format("{}{}::{}", kProviderFunction, file->provider, name)};
}

const TerraformFunction* SchemaSet::function(std::string_view full_name) {
  if (!full_name.starts_with(kProviderFunction)) return nullptr;
  const std::string_view rest = full_name.substr(kProviderFunction.size());
  const std::size_t colons = rest.find("::");
  if (colons == std::string_view::npos) return nullptr;
  const std::string name = fmt::format("function.{}", rest.substr(colons + 2));
  const std::lock_guard lock(mutex_);
  for (const auto& file : files_) {
    if (file->index->format() != SchemaFormat::terraform || file->provider != rest.substr(0, colons))
      continue;
    if (const TerraformFunction* found = file->function(name)) return found;
  }
  return nullptr;
}

std::vector<std::string> SchemaSet::exports(std::string_view path, std::string_view group) {
  std::vector<std::string> names;
  const std::lock_guard lock(mutex_);
  if (std::ranges::any_of(modules_, [&](const auto& module) { return module->folder == path; }))
    return {"Inputs", "Outputs"};
  const File* file = file_at(path);
  if (file == nullptr) return names;
  if (file->index->format() == SchemaFormat::json_schema || file->index->format() == SchemaFormat::example)
    return {"Values"};
  const std::string prefix = group.empty() ? std::string{} : fmt::format("{}.", group);
  for (const SchemaIndex::Entry& entry : file->index->entries()) {
    if (file->index->format() == SchemaFormat::terraform) {
      if (!entry.name.starts_with(prefix)) continue;
      const std::string_view rest = std::string_view{entry.name}.substr(prefix.size());
      names.emplace_back(rest.substr(0, rest.find('.')));
    } else if (const auto one = parse_kind_name(entry.name);
               one && (group.empty() || one->version == group)) {
      names.emplace_back(one->kind);
      if (group.empty()) names.emplace_back(one->version);
    }
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace flux
