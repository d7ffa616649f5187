#include "emit/bridge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/content_hash.h"
#include "emit/cluster_secret.h"
#include "emit/lowering/document_writer.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/go_template.h"
#include "emit/lowering/lower_value.h"
#include "emit/lowering/manifest.h"
#include "emit/text/yaml_writer.h"
#include "ir/deferred.h"

namespace flux {
namespace {

constexpr std::string_view kAnnotationPrefix = "bridge.fluxc/";

/// A cluster's Secret that Terraform writes, and what is to be noted on it.
struct Registration {
  const TerraformBlock* block;
  std::string_view cluster;  ///< the label
  std::vector<MapEntry> annotations;
};

/// The name of an annotation: at most 63 letters, digits, `-`, `_` and `.`, alike for no two texts.
std::string annotation_name(const std::string& text) {
  constexpr std::size_t kLongest = 63, kHash = 8;
  std::string name = text;
  bool changed = false;
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    changed |= !plain;
    if (!plain) c = '_';
  }
  if (changed || name.size() > kLongest) {
    name.resize(std::min(name.size(), kLongest - kHash - 1));
    name += '-' + content_hash(text).substr(0, kHash);
  }
  return name;
}

/// The values of one release, in two: what is known, and what an ApplicationSet fills in.
class ValuesSplit {
public:
  ValuesSplit(const Document& release, Registration& registration, Arena& arena, Diagnostics& diagnostics)
      : release_(release), registration_(registration), arena_(arena), diagnostics_(diagnostics) {}

  /// What stays in the values file; `filled_in` gets the rest as a Go template, empty when there is none.
  Value split(const Value& values, std::string& filled_in) {
    path_ = release_.labels[0];
    Value rest = Value::absent();
    const Value kept = part(values, rest);
    if (failed_) return Value::poison();
    if (rest.is_absent()) return kept;
    const auto node = lower_value(rest, release_, "values", diagnostics_);
    if (!node) return kept;
    filled_in = all_are_there() + with_actions(escape_go_template(yaml::write(*node)));
    return kept.is_absent() ? Value::map(arena_.make<MapValue>()) : kept;
  }

private:
  static bool is_bridged(const Value& value) { return value.is(ValueKind::deferred) && !value.is_secret(); }

  /// Absent where nothing is left.
  Value part(const Value& value, Value& rest) {
    if (is_bridged(value)) {
      rest = mark(value);
      return rest.is_poison() ? rest : Value::absent();
    }
    if (value.is(ValueKind::list)) {
      // Helm replaces lists: the whole of it is filled in.
      const std::size_t before = actions_.size();
      const Value filled = with_marks(value);
      if (actions_.size() == before) return value;
      rest = filled;
      return Value::absent();
    }
    if (!value.is(ValueKind::map)) return value;
    std::vector<MapEntry> kept, others;
    for (const MapEntry& entry : value.as_map().entries) {
      const Step step(path_, fmt::format(".{}", entry.key.text()));
      Value other = Value::absent();
      const Value own = part(entry.value, other);
      if (!own.is_absent()) kept.push_back({entry.key, own, entry.doc});
      if (!other.is_absent()) others.push_back({entry.key, other, {}});
    }
    if (others.empty()) return value;
    rest = map_of(others);
    return kept.empty() ? Value::absent() : map_of(kept).with_origin(value.origin());
  }

  Value with_marks(const Value& value) {
    if (is_bridged(value)) return mark(value);
    if (value.is(ValueKind::list)) {
      std::vector<Value> items;
      std::size_t index = 0;
      for (const Value& item : value.as_list().items) {
        const Step step(path_, fmt::format(".{}", index++));
        items.push_back(with_marks(item));
      }
      return Value::list(arena_.make<ListValue>(arena_.copy(items))).with_origin(value.origin());
    }
    if (!value.is(ValueKind::map)) return value;
    std::vector<MapEntry> entries;
    for (const MapEntry& entry : value.as_map().entries) {
      const Step step(path_, fmt::format(".{}", entry.key.text()));
      entries.push_back({entry.key, with_marks(entry.value), {}});
    }
    return map_of(entries).with_origin(value.origin());
  }

  Value map_of(const std::vector<MapEntry>& entries) {
    return Value::map(arena_.make<MapValue>(arena_.copy(entries)));
  }

  /// The marks stand in the order of the actions.
  std::string with_actions(std::string_view text) const {
    std::string result;
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      const std::string mark = mark_of(i);
      const std::size_t at = text.find(mark);
      if (at == std::string_view::npos) break;
      result.append(text.substr(0, at)).append(actions_[i]);
      text.remove_prefix(at + mark.size());
    }
    return result.append(text);
  }

  /// A line that fails when an annotation is not there yet: `index` would take it for empty text, whatever
  /// `missingkey` says. Argo CD keeps the application as it is until then.
  std::string all_are_there() const {
    std::string names;
    for (const std::string& name : annotations_) names += fmt::format(" \"{}\"", name);
    return fmt::format(
        "{{{{- $there := .metadata.annotations | toJson | fromJson }}}}\n"
        "{{{{- range list{} }}}}\n"
        "{{{{- if not (hasKey $there .) }}}}{{{{ fail (print \"the cluster's Secret has no annotation \" .) "
        "}}}}{{{{ end }}}}\n"
        "{{{{- end }}}}\n",
        names);
  }

  static std::string mark_of(std::size_t index) { return fmt::format("fluxc-bridge-{}-value", index); }

  /// Notes the value on the cluster's Secret; the text that stands for it until the template is written.
  Value mark(const Value& value) {
    const DeferredExpr& expression = *value.as_deferred();
    const bool is_text = expression.scalar == DeferredScalar::string;
    if (!is_text && expression.scalar != DeferredScalar::number &&
        expression.scalar != DeferredScalar::boolean)
      return refuse(value);
    const std::string key = fmt::format("{}{}", kAnnotationPrefix, annotation_name(path_));
    registration_.annotations.push_back({intern(key), is_text ? value : as_text(value), {}});
    annotations_.push_back(key);
    actions_.push_back(
        fmt::format("{{{{ index .metadata.annotations \"{}\"{} }}}}", key, is_text ? " | toJson" : ""));
    return Value::string(arena_.copy_text(mark_of(actions_.size() - 1))).with_origin(value.origin());
  }

  Value as_text(const Value& value) {
    auto* call = arena_.make<DeferredExpr>();
    call->kind = DeferredKind::call;
    call->name = intern("tostring");
    const DeferredExpr* argument[] = {value.as_deferred()};
    call->arguments = arena_.copy(std::span<const DeferredExpr* const>{argument});
    call->span = value.as_deferred()->span;
    call->weight = weight_of_parts(*call);
    return Value::deferred(call).with_origin(value.origin());
  }

  Value refuse(const Value& value) {
    const bool unknown = value.as_deferred()->scalar == DeferredScalar::unknown;
    diagnostics_
        .error(Code::bridge_value, place_of(&value, release_.span),
               fmt::format(
                   "`{}` cannot come by an annotation: {}", path_,
                   unknown ? "of its type nothing is known" : "an annotation holds text, a number or a bool"))
        .label(value.as_deferred()->span, "this is known only after apply")
        .with_help(unknown ? "say what it is: `\"${…}\"` for text, `tonumber(…)`, `tobool(…)`; or import the "
                             "provider's schema"
                           : "name its parts one by one, or write it as text: `join(\",\", …)`, "
                             "`jsonencode(…)`");
    failed_ = true;
    return Value::poison();
  }

  /// One level down, and back.
  class Step {
  public:
    Step(std::string& path, std::string_view step) : path_(path), size_(path.size()) { path_ += step; }
    ~Step() { path_.resize(size_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

  private:
    std::string& path_;
    std::size_t size_;
  };

  const Document& release_;
  Registration& registration_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  std::string path_;
  std::vector<std::string> actions_, annotations_;
  bool failed_ = false;
};

class BridgeBuilder {
public:
  BridgeBuilder(const Program& program, Arena& arena, Diagnostics& diagnostics)
      : program_(program), arena_(arena), diagnostics_(diagnostics) {}

  Program build() {
    for (const TerraformBlock& block : program_.terraform) {
      const auto secret = cluster_secret_of(block);
      if (secret && secret->bridge && !secret->cluster.empty())
        registrations_.emplace(secret->cluster, Registration{&block, secret->cluster, {}});
    }
    Program result = program_;
    if (registrations_.empty()) return result;
    std::vector<Document> documents(program_.documents.begin(), program_.documents.end());
    for (Document& document : documents) {
      if (document.target == DocumentTarget::helm) split_release(document);
    }
    for (Document& document : documents) {
      if (document.target == DocumentTarget::argocd && document.head.text() == "application")
        bridge_application(document);
    }
    report_left_over();
    std::vector<TerraformBlock> terraform(program_.terraform.begin(), program_.terraform.end());
    for (const auto& [cluster, registration] : registrations_)
      annotate(terraform[static_cast<std::size_t>(registration.block - program_.terraform.data())],
               registration);
    result.documents = arena_.copy(documents);
    result.terraform = arena_.copy(terraform);
    return result;
  }

private:
  struct Release {
    const Document* document;
    const Registration* registration;
    std::string_view values;
    bool installed = false;
  };

  void split_release(Document& release) {
    const std::string_view set = text_field(&release.body, "cluster");
    const std::string_view cluster = set.empty() ? release.owner->cluster : set;
    const auto registration = registrations_.find(cluster);
    const Value* values = find_field(&release.body, "values");
    if (registration == registrations_.end() || values == nullptr || release.labels.empty()) return;
    std::string filled_in;
    const Value kept =
        ValuesSplit(release, registration->second, arena_, diagnostics_).split(*values, filled_in);
    if (filled_in.empty() && !kept.is_poison()) return;
    if (!filled_in.empty() && find_field(&release.body, "bootstrap") != nullptr) report_bootstrap(release);
    release.body = with_field(&release.body, "values", kept, arena_);
    releases_.insert_or_assign(
        fmt::format("helm/{}/{}/values.yaml", cluster_folder(cluster), release.labels[0]),
        Release{&release, &registration->second, arena_.copy_text(filled_in)});
  }

  /// The release whose values file that is; null when it has no bridge.
  Release* release_at(std::string_view path) {
    std::size_t at = path.size();
    for (int steps = 0; steps < 4 && at != std::string_view::npos; ++steps)
      at = at == 0 ? std::string_view::npos : path.rfind('/', at - 1);
    const auto found = releases_.find(std::string(path.substr(at == std::string_view::npos ? 0 : at + 1)));
    return found == releases_.end() ? nullptr : &found->second;
  }

  void bridge_application(Document& application) {
    const Value* spec = find_field(&application.body, "spec");
    const auto several = items_of(find_field(spec, "sources"));
    std::vector<Bridge::Source> sources;
    const Registration* registration = nullptr;
    const auto look_at = [&](const Value& source, std::size_t index) {
      const Value* helm = find_field(&source, "helm");
      for (const Value& file : items_of(find_field(helm, "valueFiles"))) {
        Release* release = release_at(text_of(&file));
        if (release == nullptr) continue;
        release->installed = true;
        const bool taken = find_field(helm, "values") != nullptr ||
                           find_field(helm, "valuesObject") != nullptr ||
                           (!sources.empty() && sources.back().index == index);
        if (taken || (registration != nullptr && registration != release->registration)) {
          report_application(application, *release, taken);
          return;
        }
        registration = release->registration;
        sources.push_back({index, release->values});
      }
    };
    for (std::size_t i = 0; i < several.size(); ++i) look_at(several[i], i);
    const Value* source = find_field(spec, "source");
    if (several.empty() && source != nullptr) look_at(*source, 0);
    if (!sources.empty())
      application.bridge =
          arena_.make<Bridge>(registration->cluster, std::span<const Bridge::Source>(arena_.copy(sources)));
  }

  void report_application(const Document& application, const Release& release, bool taken) {
    diagnostics_
        .error(Code::bridge_application, application.span,
               taken ? fmt::format("{} has other values besides those that are filled in for release `{}`",
                                   title_of(application), release.document->labels[0])
                     : fmt::format("{} installs releases of two clusters, and is filled in from one",
                                   title_of(application)))
        .label(release.document->span, "it has a value that is known only after apply")
        .with_help(taken ? "put them into the values of the release" : "make it two applications");
  }

  void report_bootstrap(const Document& release) {
    diagnostics_
        .error(Code::bridge_application, release.span,
               fmt::format("{} is installed by hand before Argo CD is there, and has a value that Argo CD "
                           "would fill in",
                           title_of(release)))
        .with_help(
            "give it a value that is known, or record the outputs of Terraform (`recorded` in flux.yaml)");
  }

  void report_left_over() {
    for (const auto& [path, release] : releases_) {
      if (release.installed || release.values.empty()) continue;
      diagnostics_
          .error(Code::bridge_without_application, release.document->span,
                 fmt::format("no application reads the values of {}, so nothing can be filled in",
                             title_of(*release.document)))
          .with_help(fmt::format("give an application `valueFiles` with this file of the output, `{}`; or "
                                 "record the outputs of Terraform (`recorded` in flux.yaml)",
                                 path));
    }
  }

  /// The Secret's block, with its annotations.
  void annotate(TerraformBlock& block, const Registration& registration) {
    std::vector<BlockItem> items(block.body->items.begin(), block.body->items.end());
    for (BlockItem& metadata : items) {
      if (metadata.name.text() != "metadata") continue;
      std::vector<BlockItem> fields(metadata.block->items.begin(), metadata.block->items.end());
      for (BlockItem& field : fields) {
        if (field.name.text() != "annotations") continue;
        const auto there = entries_of(&field.value);
        std::vector<MapEntry> annotations(there.begin(), there.end());
        annotations.insert(annotations.end(), registration.annotations.begin(),
                           registration.annotations.end());
        field.value = Value::map(arena_.make<MapValue>(arena_.copy(annotations)));
      }
      metadata.block = arena_.make<Block>(
          metadata.block->labels, std::span<const BlockItem>(arena_.copy(fields)), metadata.block->span);
    }
    block.body = arena_.make<Block>(block.body->labels, std::span<const BlockItem>(arena_.copy(items)),
                                    block.body->span);
  }

  const Program& program_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  std::map<std::string_view, Registration> registrations_;  // by cluster
  std::map<std::string, Release> releases_;                 // by the path of its values
};

}  // namespace

Program build_bridges(const Program& program, Arena& arena, Diagnostics& diagnostics) {
  return BridgeBuilder(program, arena, diagnostics).build();
}

}  // namespace flux
