// The foreign schemas of one compilation: what its files import, found by what they describe.
//
// Filled by sema on one thread; asked by evaluations on many. A definition is read when it is first asked
// for.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "schemas/chart_values.h"
#include "schemas/json_schema.h"
#include "schemas/module_schema.h"
#include "schemas/schema.h"
#include "schemas/schema_index.h"

namespace flux {

struct TerraformFunction;  // schemas/terraform_schema.h

class SchemaSet {
public:
  /// `cache_folder` holds indexes for later runs; empty: nothing is cached.
  explicit SchemaSet(std::string cache_folder);
  ~SchemaSet();

  /// Takes the file's content in, which is imported at `from`; `path` tells the chart whose values it
  /// describes (`charts/cilium/values.schema.json`, or `values.yaml`, is of `cilium`). False, with the
  /// reason, when it cannot be read.
  bool add(const std::string& path, std::string_view bytes, SourceSpan from, std::string& error);

  /// Takes a Terraform module in: its folder, and the path and text of each of its `.tf` files.
  void add_module(const std::string& folder, SourceSpan from,
                  std::span<const std::pair<std::string, std::string>> files);

  /// Warns, at its import, of each schema that was used and of which something is not checked.
  void report_notes(Diagnostics& diagnostics);

  /// The body of a Terraform block: `head` is `resource`, `data`, `ephemeral` or `provider`; for `provider`,
  /// `type` is the provider's name. Null when no schema has it.
  const TerraformBody* terraform(std::string_view head, std::string_view type);
  /// What the module takes and gives that `source` means; null when no folder of its name is imported. The
  /// name is the last part of a path or URL, and the second of a registry's `NAMESPACE/NAME/PROVIDER`.
  const ModuleSchema* module(std::string_view source);
  /// Whether the provider that `type` belongs to by its name (`hcloud` of `hcloud_server`) has a schema here:
  /// then a type that it lacks does not exist.
  bool has_provider_of(std::string_view type);
  /// The types of that provider, for suggestions.
  std::vector<std::string> types_like(std::string_view head, std::string_view type);

  /// Whether the file that `add` was given under `path` describes the values of a chart.
  bool describes_chart(const std::string& path);
  /// What stands beside a chart's schema, which `add` was given under `path`: the texts of its values.yaml
  /// and Chart.yaml, each empty where there is none.
  void add_chart(const std::string& path, std::string_view defaults, std::string_view chart);
  /// The values of a chart, by its name or the last part of its path.
  ChartValues chart_values(std::string_view chart);
  /// A Kubernetes kind, by `v1` or `group/version`; null when no schema has it.
  const Schema* kind(std::string_view api_version, std::string_view kind);
  /// The stablest version of one of Kubernetes' own kinds, for which nobody has to write `apiVersion`.
  const Schema* kind(std::string_view kind);

  /// What the file `path` exports as a module. A chart's values are `Values`. A Kubernetes kind has its own
  /// name, which means its stablest version; `v1beta1.Kind` is a certain one. A provider has `provider`, and
  /// `resource.T`, `data.T` and `ephemeral.T`; `function` finds its functions. A Terraform module has
  /// `Inputs` and `Outputs`. A group is what others stand below.
  struct Exported {
    enum class Kind : std::uint8_t { nothing, group, values, body } kind = Kind::nothing;
    const Schema* values = nullptr;
    const TerraformBody* body = nullptr;
  };
  Exported exported(std::string_view path, std::string_view name);
  /// A provider's function, with the name that Terraform calls it by.
  struct ProviderFunction {
    const TerraformFunction* function;
    std::string full_name;  ///< `provider::cloud::parse_id`
  };
  /// Nothing when `path` is no provider's schema or has no such function.
  std::optional<ProviderFunction> function(std::string_view path, std::string_view name);
  /// The function of a full name; null when there is none.
  const TerraformFunction* function(std::string_view full_name);
  /// The names directly below `group`, which is empty for the file itself; sorted.
  std::vector<std::string> exports(std::string_view path, std::string_view group);

  /// Of files that do not say it themselves: the version by the file's SHA-256.
  void know_versions(std::map<std::string, std::string> by_hash) { versions_ = std::move(by_hash); }
  /// A schema file with the version of the tool that it was taken from.
  struct Versioned {
    std::string source;  ///< a provider's; else empty
    std::string version;
    std::string path;
  };
  /// The providers' schemas whose version is known, in the order of adding.
  std::vector<Versioned> provider_versions();
  /// The schema of a chart (as `chart_values` finds it), where its version is known.
  std::optional<Versioned> chart_version(std::string_view chart);

  bool empty() const { return files_.empty() && modules_.empty(); }

private:
  struct File;
  struct Module;
  File* file_at(std::string_view path) const;
  const Schema* values_of(File& file);
  const Schema* referred(const File& from, std::string_view reference);
  std::string version_of(const File& file) const;

  std::string cache_folder_;
  std::map<std::string, std::string> versions_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<File>> files_;
  std::vector<std::unique_ptr<Module>> modules_;
};

}  // namespace flux
