#include "emit/argocd/catalog.h"

#include <fmt/format.h>

#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"
#include "emit/lowering/manifest.h"

namespace flux::argocd {
namespace {

Source read_source(const Value& value) {
  return {&value,
          text_field(&value, "repoURL"),
          text_field(&value, "path"),
          text_field(&value, "chart"),
          text_field(&value, "targetRevision"),
          text_field(&value, "ref"),
          find_field(&value, "helm")};
}

ApplicationSpec read_spec(const Resource& resource, const Value* value) {
  ApplicationSpec spec{&resource, value, text_field(value, "project"), find_field(value, "destination"),
                       {},        false};
  if (spec.project.empty()) spec.project = "default";
  for (const Value& source : items_of(find_field(value, "sources")))
    spec.sources.push_back(read_source(source));
  spec.several = !spec.sources.empty();
  const Value* source = find_field(value, "source");
  if (!spec.several && source != nullptr) spec.sources.push_back(read_source(*source));
  return spec;
}

class CatalogReader {
public:
  explicit CatalogReader(Diagnostics* diagnostics) : diagnostics_(diagnostics) {}

  void read(const Document& document) {
    const std::string_view head = document.head.text();
    if (head == "application") add(ResourceKind::application, document, catalog_.applications);
    if (head == "applicationset") add(ResourceKind::application_set, document, catalog_.sets);
    if (head == "project" || head == "extern") add(ResourceKind::project, document, catalog_.projects);
  }

  /// The specs point at the resources, so these must not move any more.
  Catalog finish() {
    for (const Resource& application : catalog_.applications) {
      catalog_.specs.push_back(read_spec(application, application.spec));
    }
    for (const Resource& set : catalog_.sets) {
      const Value* spec = find_field(set.spec, {"template", "spec"});
      if (spec != nullptr) catalog_.specs.push_back(read_spec(set, spec));
    }
    return std::move(catalog_);
  }

private:
  void add(ResourceKind kind, const Document& document, ResourceList& resources) {
    const Value* metadata = find_field(&document.body, "metadata");
    const Value* spec = find_field(&document.body, "spec");
    std::string_view name = text_field(metadata, "name");
    if (name.empty()) name = document.labels.back();
    if (metadata != nullptr && !metadata->is(ValueKind::map))
      return report_shape(document, "metadata", *metadata);
    if (spec == nullptr) {
      if (diagnostics_ == nullptr) return;
      diagnostics_->error(Code::document_shape, document.span,
                          fmt::format("{} has no `spec`", title_of(document)));
      return;
    }
    if (!spec->is(ValueKind::map)) return report_shape(document, "spec", *spec);
    if (!is_object_name(name)) return report_name(document, name, find_field(metadata, "name"));
    if (!resources.add({kind, &document, name, metadata, spec, document.head.text() == "extern"})) {
      report_duplicate(document, name, *resources.find(name));
    }
  }

  void report_shape(const Document& document, std::string_view field, const Value& value) {
    if (diagnostics_ == nullptr || value.is_poison()) return;
    diagnostics_->error(
        Code::document_shape, place_of(&value, document.span),
        fmt::format("`{}` of {} is {}, not a map", field, title_of(document), kind_phrase(value)));
  }

  void report_name(const Document& document, std::string_view name, const Value* written) {
    if (diagnostics_ == nullptr) return;
    diagnostics_
        ->error(Code::invalid_object_name, place_of(written, document.span),
                fmt::format("{} cannot be named `{}`", title_of(document), name))
        .with_help("use lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit");
  }

  void report_duplicate(const Document& document, std::string_view name, const Resource& first) {
    if (diagnostics_ == nullptr) return;
    diagnostics_
        ->error(Code::argocd_duplicate_name, document.span,
                fmt::format("a second {} is named `{}`", document.head.text(), name))
        .at("Argo CD would have one replace the other")
        .label(first.document->span, "the first is here")
        .with_help("give one of them another name");
  }

  Diagnostics* diagnostics_;
  Catalog catalog_;
};

}  // namespace

bool ResourceList::add(const Resource& resource) {
  if (!by_name_.emplace(resource.name, items_.size()).second) return false;
  items_.push_back(resource);
  return true;
}

const Resource* ResourceList::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &items_[found->second];
}

std::vector<std::string_view> ResourceList::names() const {
  std::vector<std::string_view> names;
  names.reserve(items_.size());
  for (const Resource& resource : items_) names.push_back(resource.name);
  return names;
}

std::string ApplicationSpec::title() const {
  const std::string title = title_of(*resource->document);
  return resource->kind == ResourceKind::application ? title : fmt::format("the template of {}", title);
}

SourceSpan ApplicationSpec::place(const Value* field) const {
  return source_of(field, resource->document->span);
}

Catalog read_catalog(const Program& program, Diagnostics* diagnostics) {
  CatalogReader reader(diagnostics);
  for (const Document& document : program.documents) {
    if (document.target == DocumentTarget::argocd) reader.read(document);
  }
  return reader.finish();
}

bool is_template(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

std::string normalise_repository(std::string_view url) {
  while (!url.empty() && url.front() == ' ') url.remove_prefix(1);
  while (!url.empty() && url.back() == ' ') url.remove_suffix(1);
  std::string normal{url};
  for (char& c : normal) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (normal.ends_with(".git")) normal.resize(normal.size() - 4);
  return normal;
}

}  // namespace flux::argocd
