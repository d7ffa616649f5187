#include "tools/diff_schema.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "driver/select_sources.h"
#include "schemas/module_schema.h"
#include "schemas/schema_index.h"

namespace flux {
namespace {

/// The disk, but for one file.
class Replacing final : public FileProvider {
public:
  Replacing(const std::string& path, std::optional<std::string> bytes)
      : canonical_(disk_.canonical(path)), bytes_(std::move(bytes)) {}

  bool was_read() const { return was_read_; }

  std::variant<std::string, ReadError> read(const std::string& path) override {
    if (disk_.canonical(path) != canonical_) return disk_.read(path);
    was_read_ = true;
    return bytes_ ? *bytes_ : disk_.read(path);
  }
  bool is_file(const std::string& path) override { return disk_.is_file(path); }
  bool is_directory(const std::string& path) override { return disk_.is_directory(path); }
  std::vector<std::string> list(const std::string& path) override { return disk_.list(path); }
  std::string canonical(const std::string& path) override { return disk_.canonical(path); }

private:
  DiskFileProvider disk_;
  std::string canonical_;
  std::optional<std::string> bytes_;
  bool was_read_ = false;
};

SchemaKind kind_of(const SchemaIndex& index) {
  switch (index.format()) {
    case SchemaFormat::terraform:
      return SchemaKind::terraform;
    case SchemaFormat::json_schema:
    case SchemaFormat::example:
      return SchemaKind::chart;
    case SchemaFormat::crds:
      return SchemaKind::crd;
    case SchemaFormat::openapi:
      break;
  }
  return SchemaKind::openapi;
}

/// The types of a vendored schema with what they say; of a module, its variables and outputs.
std::map<std::string, std::string> types_of(const VendoredSchema& schema, bool is_module) {
  std::map<std::string, std::string> types;
  if (is_module) {
    std::vector<SchemaNote> ignored;  // reported when it was read
    for (const ModuleBlock& block : module_blocks({}, schema.text, ignored))
      types.emplace(fmt::format("{}.{}", block.is_variable ? "var" : "output", block.name), block.text());
    return types;
  }
  std::string reason;
  const auto index = SchemaIndex::read(schema.text, {}, reason);
  if (index == nullptr) return types;
  for (const SchemaIndex::Entry& entry : index->entries())
    types.emplace(entry.name, index->find(entry.name).value_or(""));
  return types;
}

/// Compiles the whole project. The result refers to `files`.
std::unique_ptr<Compilation> compile(FileProvider& files, const std::string& root,
                                     const std::string& cache_folder, unsigned jobs) {
  auto compilation = std::make_unique<Compilation>(files, root, std::vector<CustomLayer>{}, cache_folder);
  add_sources(*compilation, files, {}, SourceSelection::all, {});
  CompileOptions options;
  options.jobs = jobs;
  compilation->compile(options);
  compilation->diagnostics().normalise();
  return compilation;
}

/// A diagnostic, whatever the number of its file.
using Known = std::tuple<Code, std::string, std::uint32_t, std::string>;
Known known(const Diagnostic& diagnostic, const SourceManager& sources) {
  const SourceSpan span = diagnostic.span;
  return {diagnostic.code, span.valid() ? std::string(sources.path(span.file)) : std::string(), span.begin,
          diagnostic.message};
}

bool is_of_versions(Code code) {
  return code == Code::provider_version || code == Code::chart_version;
}

}  // namespace

std::optional<SchemaDiff> diff_schema(const SchemaProject& project, const std::string& old,
                                      const std::string& newer, const std::string& cache_folder,
                                      unsigned jobs, Diagnostics& diagnostics) {
  DiskFileProvider disk;
  const auto schema = find_schema(project, old, disk, diagnostics);
  if (!schema) return std::nullopt;
  const bool is_module = is_module_file(schema->path);
  const auto read = is_module ? read_module_file : read_schema_file;
  const auto before = read(schema->path, disk, diagnostics);
  const auto after = read(newer, disk, diagnostics);
  if (!before || !after) return std::nullopt;
  std::string reason;
  const auto index = is_module ? nullptr : SchemaIndex::read(*before, {}, reason);
  if (index == nullptr && !is_module) {
    diagnostics
        .error(Code::schema_unreadable, {},
               fmt::format("`{}` is no schema that can be read: {}", schema->path, reason))
        .with_help("vendor it again with `fluxc schema add`");
    return std::nullopt;
  }
  VendorRequest request{
      .kind = is_module ? SchemaKind::module : kind_of(*index), .from = schema->path, .lenient = true};
  // A dump may have more providers than the one that is replaced.
  if (!is_module) request.name = index->source().substr(index->source().rfind('/') + 1);
  const auto old_schema = vendor_schema(*before, request, diagnostics);
  if (schema->locked != nullptr) {
    request.only = schema->locked->only;
    request.open = schema->locked->open;
  }
  request.from = newer;
  const auto new_schema = vendor_schema(*after, request, diagnostics);
  if (!old_schema || !new_schema) return std::nullopt;

  SchemaDiff diff;
  if (is_module) diff.counted = "variables and outputs";
  if (schema->locked != nullptr) {
    LockedSchema next = *schema->locked;
    next.version.clear();  // the new one's, which its source says or the user
    diff.upgrade = add_command(schema->name, next, newer);
  }
  const auto old_types = types_of(*old_schema, is_module);
  const auto new_types = types_of(*new_schema, is_module);
  for (const auto& [name, text] : old_types) {
    const auto found = new_types.find(name);
    if (found == new_types.end()) ++diff.removed;
    if (found != new_types.end() && found->second != text) ++diff.changed;
  }
  for (const auto& [name, text] : new_types) diff.added += old_types.contains(name) ? 0 : 1;

  Replacing as_it_is(schema->path, std::nullopt);
  diff.files = std::make_unique<Replacing>(schema->path, new_schema->text);
  const auto first = compile(as_it_is, project.root, cache_folder, jobs);
  diff.compilation = compile(*diff.files, project.root, cache_folder, jobs);
  diff.used = as_it_is.was_read();
  std::set<Known> had;
  for (const Diagnostic& one : first->diagnostics().all()) {
    had.insert(known(one, first->sources()));
    if (one.severity == Severity::error) ++diff.errors;
  }
  for (const Diagnostic& one : diff.compilation->diagnostics().all()) {
    if (is_of_versions(one.code) || had.contains(known(one, diff.compilation->sources()))) continue;
    Diagnostic& kept = one.severity == Severity::error ? diff.breaks.error(one.code, one.span, {})
                                                       : diff.breaks.warning(one.code, one.span, {});
    kept = one;
  }
  return diff;
}

}  // namespace flux
