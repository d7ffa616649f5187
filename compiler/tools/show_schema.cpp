#include "tools/show_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "diagnostics/suggest.h"
#include "ir/deferred.h"
#include "schemas/kind_name.h"
#include "schemas/schema_index.h"
#include "schemas/schema_set.h"
#include "tools/schema_printer.h"

namespace flux {
namespace {

constexpr std::string_view kValues = "Values";

std::size_t types_of(const SchemaIndex& index) {
  if (index.format() == SchemaFormat::openapi)
    return static_cast<std::size_t>(std::ranges::count_if(
        index.entries(), [](const auto& entry) { return !parse_kind_name(entry.name); }));
  return static_cast<std::size_t>(
      std::ranges::count_if(index.entries(), [](const auto& entry) { return entry.name != "provider"; }));
}

class Shower {
public:
  Shower(NamedSchema schema, std::string bytes, Diagnostics& diagnostics)
      : schema_(std::move(schema)),
        bytes_(std::move(bytes)),
        set_(std::string{}),
        diagnostics_(diagnostics) {}

  std::optional<std::string> show(std::vector<std::string> steps) {
    if (is_module_file(schema_.path)) return module(std::move(steps));
    std::string reason;
    index_ = SchemaIndex::read(bytes_, {}, reason);
    // A chart is known by the folder that its file stands in.
    const std::string place = fmt::format("{}/{}", kValues, schema_.path.substr(schema_.path.rfind('/') + 1));
    if (index_ == nullptr || !set_.add(place, bytes_, {}, reason)) {
      diagnostics_
          .error(Code::schema_unreadable, {},
                 fmt::format("`{}` is no schema that can be read: {}", schema_.path, reason))
          .with_help("vendor it again with `fluxc schema add`");
      return std::nullopt;
    }
    if (steps.empty() && index_->format() != SchemaFormat::json_schema) return list();
    switch (index_->format()) {
      case SchemaFormat::terraform:
        return terraform(std::move(steps));
      case SchemaFormat::json_schema:
      case SchemaFormat::example:
        return values(std::move(steps));
      default:
        return kinds(std::move(steps));
    }
  }

private:
  std::string list() const {
    std::set<std::string> names;
    for (const SchemaIndex::Entry& entry : index_->entries()) {
      const auto kind = parse_kind_name(entry.name);
      if (kind) names.emplace(kind->kind);
      if (!kind && index_->format() != SchemaFormat::openapi) names.insert(entry.name);
    }
    std::string text;
    for (const std::string& name : names) text += fmt::format("{}.{}\n", schema_.name, name);
    return text;
  }

  std::nullopt_t unknown(std::string_view what, const std::string& name, std::string_view of,
                         const std::vector<std::string>& names) {
    auto& d =
        diagnostics_.error(Code::unknown_schema, {}, fmt::format("`{}` has no {} `{}`", of, what, name));
    const auto near = closest(name, names);
    if (near || names.size() == 1) {
      d.with_help(fmt::format("did you mean `{}`?", near ? *near : names[0]));
    } else if (!names.empty() && names.size() <= 12) {
      d.with_help(fmt::format("there are `{}`", fmt::join(names, "`, `")));
    } else {
      d.with_help(fmt::format("`fluxc schema show {}` shows what there is", schema_.name));
    }
    return std::nullopt;
  }

  // ---- Terraform

  std::optional<std::string> terraform(std::vector<std::string> steps) {
    const bool provider = steps[0] == "provider";
    const std::string type = provider           ? index_->source().substr(index_->source().rfind('/') + 1)
                             : steps.size() > 1 ? steps[1]
                                                : std::string{};
    const TerraformBody* body = set_.terraform(steps[0], type);
    if (body == nullptr) {
      std::vector<std::string> names;
      for (const SchemaIndex::Entry& entry : index_->entries()) names.push_back(entry.name);
      const std::string asked = type.empty() ? steps[0] : fmt::format("{}.{}", steps[0], type);
      if (steps[0] == "function") {
        const std::string& source = index_->source();
        const std::string called =
            fmt::format("{}{}::{}", kProviderFunction, source.substr(source.rfind('/') + 1), type);
        if (const auto* found = set_.function(called)) return print_terraform_function(type, *found);
      }
      for (const std::string& name : names) {  // the type alone
        if (name.ends_with("." + asked)) return unknown("type", asked, schema_.name, {name});
      }
      return unknown("type", asked, schema_.name, names);
    }
    steps.erase(steps.begin(), steps.begin() + (provider ? 1 : 2));
    return inside(type, body, steps);
  }

  std::optional<std::string> module(std::vector<std::string> steps) {
    const std::vector<std::string> names{"Inputs", "Outputs"};
    if (steps.empty()) return fmt::format("{0}.{1}\n{0}.{2}\n", schema_.name, names[0], names[1]);
    const std::pair<std::string, std::string> file{schema_.path, bytes_};
    set_.add_module(schema_.name, {}, {&file, 1});
    const ModuleSchema& module = *set_.module(schema_.name);
    const std::string name = steps[0];
    if (std::ranges::find(names, name) == names.end()) return unknown("type", name, schema_.name, names);
    steps.erase(steps.begin());
    return inside(name, name == names[0] ? module.inputs : module.outputs, steps);
  }

  /// What the steps lead to from a body, through nested blocks and then the fields of an attribute.
  std::optional<std::string> inside(std::string name, const TerraformBody* body,
                                    const std::vector<std::string>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const Name step = intern(steps[i]);
      if (const TerraformAttribute* attribute = body->attribute(step))
        return into(name + "." + steps[i], *attribute->schema,
                    {steps.begin() + static_cast<std::ptrdiff_t>(i) + 1, steps.end()});
      const TerraformNested* nested = body->block(step);
      if (nested == nullptr) {
        std::vector<std::string> names;
        for (const TerraformAttribute& one : body->attributes) names.push_back(one.name.str());
        for (const TerraformNested& one : body->blocks) names.push_back(one.name.str());
        return unknown("argument or block", steps[i], name, names);
      }
      body = nested->body;
      name += "." + steps[i];
    }
    return print_terraform_type(name, *body);
  }

  // ---- charts and Kubernetes

  std::optional<std::string> values(std::vector<std::string> steps) {
    if (!steps.empty() && steps[0] != kValues)
      return unknown("type", steps[0], schema_.name, {std::string(kValues)});
    const Schema* schema = set_.chart_values(kValues).schema;
    if (schema == nullptr) return unknown("type", std::string(kValues), schema_.name, {});
    if (!steps.empty()) steps.erase(steps.begin());
    return into(std::string(kValues), *schema, steps);
  }

  std::optional<std::string> kinds(std::vector<std::string> steps) {
    std::string text;
    std::vector<std::string> names;
    const std::string asked = steps[0];
    steps.erase(steps.begin());
    for (const SchemaIndex::Entry& entry : index_->entries()) {
      const auto kind = parse_kind_name(entry.name);
      if (!kind) continue;
      names.emplace_back(kind->kind);
      if (kind->kind != asked) continue;
      const Schema* schema = set_.kind(kind->api_version(), asked);
      if (schema == nullptr) continue;
      const auto shown = into(asked, *schema, steps);
      if (!shown) return std::nullopt;
      text += fmt::format("{}// {}\n{}", text.empty() ? "" : "\n", kind->api_version(), *shown);
    }
    if (text.empty()) return unknown("kind", asked, schema_.name, names);
    return text;
  }

  /// What the steps lead to from a schema, through lists and maps.
  std::optional<std::string> into(std::string name, const Schema& root,
                                  const std::vector<std::string>& steps) {
    const Schema* at = &root;
    for (const std::string& step : steps) {
      std::vector<std::string> names;
      std::set<const Schema*> seen;
      const Schema* next = below(*at, step, names, seen);
      if (next == nullptr) return unknown("field", step, name, names);
      at = next;
      name += "." + step;
    }
    return print_schema_type(name, *at);
  }

  static const Schema* below(const Schema& schema, const std::string& step, std::vector<std::string>& names,
                             std::set<const Schema*>& seen) {
    if (!seen.insert(&schema).second) return nullptr;
    if (const SchemaProperty* found = schema.find(intern(step))) return found->schema;
    for (const SchemaProperty& property : schema.properties) names.push_back(property.name.str());
    std::vector<const Schema*> through;
    for (const auto& arms : {schema.all_of, schema.any_of, schema.one_of})
      through.insert(through.end(), arms.begin(), arms.end());
    if (schema.properties.empty()) through.insert(through.end(), {schema.items, schema.additional});
    for (const Schema* one : through) {
      const Schema* found = one != nullptr ? below(*one, step, names, seen) : nullptr;
      if (found != nullptr) return found;
    }
    return nullptr;
  }

  NamedSchema schema_;
  std::string bytes_;
  SchemaSet set_;
  std::unique_ptr<SchemaIndex> index_;
  Diagnostics& diagnostics_;
};

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> steps;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    if (dot != 0) steps.emplace_back(path.substr(0, dot));
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return steps;
}

}  // namespace

std::optional<std::string> show_schema(const SchemaProject& project, const std::string& subject,
                                       const std::string& type, FileProvider& files,
                                       Diagnostics& diagnostics) {
  const bool is_file = files.is_file(subject);
  const std::size_t dot = is_file ? std::string::npos : subject.find('.');
  const auto schema = find_schema(project, subject.substr(0, dot), files, diagnostics);
  if (!schema) return std::nullopt;
  auto bytes = read_schema_file(schema->path, files, diagnostics);
  if (!bytes) return std::nullopt;
  std::vector<std::string> steps = split(dot == std::string::npos ? type : subject.substr(dot + 1));
  return Shower(*schema, *std::move(bytes), diagnostics).show(std::move(steps));
}

std::optional<std::size_t> count_types(const std::string& path, FileProvider& files) {
  const auto text = files.read(path);
  const auto* bytes = std::get_if<std::string>(&text);
  if (bytes != nullptr && is_module_file(path)) return kModuleTypes;
  std::string reason;
  const auto index = bytes != nullptr ? SchemaIndex::read(*bytes, {}, reason) : nullptr;
  return index != nullptr ? std::optional(types_of(*index)) : std::nullopt;
}

}  // namespace flux
