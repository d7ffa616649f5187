#include "emit/argocd/bridged_application.h"

#include <vector>

#include "emit/lowering/fields.h"
#include "emit/lowering/go_template.h"
#include "emit/lowering/manifest.h"

namespace flux::argocd {
namespace {

class SetBuilder {
public:
  SetBuilder(const Resource& application, Arena& arena) : application_(application), arena_(arena) {}

  Value build(const Value* annotations) {
    static constexpr MapValue kNone{};
    const Value nothing = Value::map(&kNone);
    const Value* own = application_.metadata == nullptr ? &nothing : application_.metadata;
    Value metadata = without_field(*own, "finalizers", arena_);
    if (annotations != nullptr) metadata = with_field(&metadata, "annotations", *annotations, arena_);
    Value spec = with_field(nullptr, "goTemplate", Value::boolean(true), arena_);
    spec = with_field(&spec, "goTemplateOptions", list_of(Value::string("missingkey=error")), arena_);
    spec = with_field(&spec, "generators", list_of(generator()), arena_);
    // What the application would leave behind, the one that is made leaves behind.
    if (find_field(own, "finalizers") == nullptr) {
      const Value keep = with_field(nullptr, "preserveResourcesOnDeletion", Value::boolean(true), arena_);
      spec = with_field(&spec, "syncPolicy", keep, arena_);
    }
    spec = with_field(&spec, "template", application_template(), arena_);
    const Value body = with_field(nullptr, "metadata", metadata, arena_);
    return with_field(&body, "spec", spec, arena_);
  }

private:
  Value list_of(const Value& item) {
    const Value items[] = {item};
    return Value::list(arena_.make<ListValue>(arena_.copy(std::span<const Value>{items})));
  }

  Value generator() {
    Value labels = with_field(nullptr, "argocd.argoproj.io/secret-type", Value::string("cluster"), arena_);
    const Value cluster = Value::string(application_.document->bridge->cluster);
    labels = with_field(&labels, "fluxc/cluster", cluster, arena_);
    const Value match = with_field(nullptr, "matchLabels", labels, arena_);
    const Value selector = with_field(nullptr, "selector", match, arena_);
    return with_field(nullptr, "clusters", selector, arena_);
  }

  Value application_template() {
    Value metadata = with_field(nullptr, "name", Value::string(application_.name), arena_);
    for (const std::string_view field : {"labels", "annotations", "finalizers"}) {
      if (const Value* value = find_field(application_.metadata, field))
        metadata = with_field(&metadata, field, escape_go_template(*value, arena_), arena_);
    }
    const Value result = with_field(nullptr, "metadata", metadata, arena_);
    return with_field(&result, "spec", spec(), arena_);
  }

  /// That of the application, with the values that are filled in.
  Value spec() {
    const Value spec = escape_go_template(*application_.spec, arena_);
    const auto several = items_of(find_field(&spec, "sources"));
    std::vector<Value> sources(several.begin(), several.end());
    const Value* source = find_field(&spec, "source");
    const bool one = sources.empty() && source != nullptr;
    if (one) sources.push_back(*source);
    for (const Bridge::Source& bridged : application_.document->bridge->sources) {
      Value& at = sources[bridged.index];
      const Value values = Value::string(bridged.values);
      at = with_field(&at, "helm", with_field(find_field(&at, "helm"), "values", values, arena_), arena_);
    }
    if (one) return with_field(&spec, "source", sources.front(), arena_);
    return with_field(&spec, "sources", Value::list(arena_.make<ListValue>(arena_.copy(sources))), arena_);
  }

  const Resource& application_;
  Arena& arena_;
};

}  // namespace

Value bridged_application_set(const Resource& application, const Value* annotations, Arena& arena) {
  return SetBuilder(application, arena).build(annotations);
}

}  // namespace flux::argocd
