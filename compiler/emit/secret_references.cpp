#include "emit/secret_references.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "diagnostics/suggest.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"
#include "emit/secret_catalog.h"

namespace flux {
namespace {

/// The kinds that hold a pod.
bool has_pod(std::string_view kind) {
  constexpr std::string_view kKinds[] = {"Pod",        "Deployment", "StatefulSet", "DaemonSet",
                                         "ReplicaSet", "Job",        "CronJob",     "Rollout"};
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

/// Looks through one document for the Secrets that it names.
class ReferenceCheck {
public:
  ReferenceCheck(const Document& document, std::string_view cluster, std::string_view space,
                 const SecretCatalog& catalog, Diagnostics& diagnostics)
      : document_(document), cluster_(cluster), space_(space), catalog_(catalog), diagnostics_(diagnostics) {}

  void walk(const Value& value, int depth = 0) {
    if (depth > kDeepestDocument) return;
    for (const Value& item : items_of(&value)) walk(item, depth + 1);
    for (const MapEntry& entry : entries_of(&value)) {
      look(entry.key.text(), entry.value);
      walk(entry.value, depth + 1);
    }
  }

private:
  void look(std::string_view field, const Value& value) {
    if (field == "secretKeyRef") {
      refer(value, "name", find_field(&value, "key"));
    } else if (field == "envFrom") {
      for (const Value& source : items_of(&value)) refer(find_field(&source, "secretRef"), "name");
    } else if (field == "volumes") {
      for (const Value& volume : items_of(&value)) {
        refer_to_items(find_field(&volume, "secret"), "secretName");
        for (const Value& source : items_of(find_field(&volume, {"projected", "sources"})))
          refer_to_items(find_field(&source, "secret"), "name");
      }
    } else if (field == "existingSecret" && document_.target == DocumentTarget::helm) {
      check(value, nullptr);
    }
  }

  void refer_to_items(const Value* reference, std::string_view name) {
    if (reference == nullptr) return;
    const auto items = items_of(find_field(reference, "items"));
    if (items.empty()) return refer(reference, name);
    for (const Value& item : items) refer(*reference, name, find_field(&item, "key"));
  }

  void refer(const Value* reference, std::string_view name) {
    if (reference != nullptr) refer(*reference, name, nullptr);
  }

  void refer(const Value& reference, std::string_view name, const Value* key) {
    const Value* named = find_field(&reference, name);
    if (named != nullptr && !is_true(find_field(&reference, "optional"))) check(*named, key);
  }

  void check(const Value& named, const Value* key) {
    const std::string_view name = text_of(&named);
    // What a chart's template fills in is not known here.
    if (name.empty() || name.find("{{") != std::string_view::npos) return;
    const SecretCatalog::Secret* secret = catalog_.find(cluster_, space_, name);
    if (secret == nullptr) {
      if (!catalog_.is_open(cluster_, space_)) report_missing(named, name);
      return;
    }
    const std::string_view wanted = text_of(key);
    if (wanted.empty() || secret->open || secret->keys.contains(wanted)) return;
    Diagnostic& error =
        diagnostics_.error(Code::secret_not_delivered, place_of(key, document_.span),
                           fmt::format("the Secret `{}` of {} has no key `{}`", name, where(), wanted));
    const std::vector<std::string_view> keys(secret->keys.begin(), secret->keys.end());
    if (const auto near = closest(wanted, keys)) {
      error.with_help(fmt::format("did you mean `{}`?", *near));
    } else if (!keys.empty()) {
      error.with_help(fmt::format("it has `{}`", fmt::join(keys, "`, `")));
    }
  }

  void report_missing(const Value& named, std::string_view name) {
    Diagnostic& error = diagnostics_
                            .error(Code::secret_not_delivered, place_of(&named, document_.span),
                                   fmt::format("nothing delivers the Secret `{}` to {}", name, where()))
                            .label(document_.span, fmt::format("{} wants it", title_of(document_)));
    const std::string declared =
        space_.empty()
            ? fmt::format("`emit kubernetes {{ extern Secret {} {{ }} }}`", name)
            : fmt::format("`emit kubernetes {{ extern Secret {} {{ namespace = \"{}\" }} }}`", name, space_);
    if (const auto near = closest(name, catalog_.names(cluster_, space_))) {
      error.with_help(
          fmt::format("did you mean `{}`? where somebody else puts it there, say {}", *near, declared));
    } else {
      error.with_help(fmt::format("deliver it, or say that somebody else does: {}", declared));
    }
  }

  std::string where() const {
    std::string place = space_.empty() ? "this namespace" : fmt::format("the namespace `{}`", space_);
    if (!cluster_.empty()) place += fmt::format(" of cluster `{}`", cluster_);
    return place;
  }

  const Document& document_;
  std::string_view cluster_;
  std::string_view space_;
  const SecretCatalog& catalog_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_secret_references(const Program& program, Diagnostics& diagnostics) {
  const Namespaces namespaces(program);
  const SecretCatalog catalog(program, namespaces);
  for (const Document& document : program.documents) {
    const bool release = document.target == DocumentTarget::helm;
    const bool pod = document.target == DocumentTarget::kubernetes && document.labels.size() == 2 &&
                     has_pod(document.labels[0]);
    if (!release && !pod) continue;
    const std::string_view named = release ? text_field(&document.body, "cluster") : std::string_view{};
    const Value* body = release ? find_field(&document.body, "values") : &document.body;
    if (body == nullptr) continue;
    ReferenceCheck check(document, named.empty() ? document.owner->cluster : named, namespaces.of(document),
                         catalog, diagnostics);
    check.walk(*body);
  }
}

}  // namespace flux
