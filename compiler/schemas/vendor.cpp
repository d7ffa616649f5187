#include "schemas/vendor.h"

#include <fmt/format.h>
#include <rapidjson/pointer.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "diagnostics/suggest.h"
#include "schemas/json.h"
#include "schemas/kind_name.h"
#include "schemas/module_schema.h"
#include "schemas/schema_index.h"
#include "schemas/strip_prose.h"

namespace flux {

namespace {

using rapidjson::Value;

struct KindFacts {
  SchemaKind kind;
  std::string_view name;
  std::optional<SchemaFormat> format;  ///< none: it is not JSON
  std::string_view description;
  std::string_view mark;  ///< what tells a file of this kind from any other
};
/// In the order of `SchemaKind`.
constexpr KindFacts kKinds[] = {
    {SchemaKind::terraform, "terraform", SchemaFormat::terraform,
     "what `terraform providers schema -json` prints", "`provider_schemas`"},
    {SchemaKind::chart, "chart", SchemaFormat::json_schema,
     "a chart's `values.schema.json`, or its `values.yaml`", "keywords of a JSON schema"},
    {SchemaKind::crd, "crd", SchemaFormat::crds, "CustomResourceDefinitions",
     "`kind: CustomResourceDefinition`"},
    {SchemaKind::openapi, "openapi", SchemaFormat::openapi, "a Kubernetes OpenAPI", "`swagger` or `openapi`"},
    {SchemaKind::module, "module", std::nullopt, "a folder of `.tf` files", "`variable` or `output` blocks"}};

const KindFacts& facts_of(SchemaKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

/// The names of the definitions that a schema of an OpenAPI refers to.
void collect_references(const Value& value, std::vector<std::string>& into, bool& as_components) {
  if (value.IsArray()) {
    for (const Value& item : value.GetArray()) collect_references(item, into, as_components);
  }
  if (!value.IsObject()) return;
  for (const auto& [key, of] : value.GetObject()) {
    if (of.IsString() && std::string_view{key.GetString()} == "$ref") {
      for (std::string_view prefix : {"#/definitions/", "#/components/schemas/"}) {
        std::string_view reference{of.GetString(), of.GetStringLength()};
        if (!reference.starts_with(prefix)) continue;
        reference.remove_prefix(prefix.size());
        as_components |= prefix.starts_with("#/components");
        into.emplace_back(reference.substr(0, reference.find('/')));
      }
    } else {
      collect_references(of, into, as_components);
    }
  }
}

class Vendor {
public:
  Vendor(const VendorRequest& request, Diagnostics& diagnostics)
      : request_(request), diagnostics_(diagnostics) {}

  std::optional<VendoredSchema> vendor(std::string_view bytes) {
    if (request_.kind == SchemaKind::module) return module(bytes);
    const auto chosen = choose_provider(bytes);
    if (!chosen) return std::nullopt;
    std::string reason;
    index_ = SchemaIndex::read(chosen->empty() ? bytes : *chosen, {}, reason);
    if (index_ == nullptr) return wrong(reason);
    if (index_->format() != facts_of(request_.kind).format) {
      for (const KindFacts& other : kKinds) {
        if (other.format == index_->format() && other.kind != SchemaKind::chart)
          return wrong(fmt::format("it is {}", other.description));
      }
      return wrong(fmt::format("it has no {}", facts_of(request_.kind).mark));
    }
    const std::size_t errors = diagnostics_.error_count();
    result_.version = request_.version.empty() ? index_->version() : request_.version;
    out_.SetObject();
    switch (request_.kind) {
      case SchemaKind::terraform:
        provider();
        break;
      case SchemaKind::chart:
        chart(bytes);
        break;
      case SchemaKind::crd:
        resource_definitions();
        break;
      case SchemaKind::openapi:
        openapi();
        break;
      case SchemaKind::module:
        break;  // no JSON, and done above
    }
    if (diagnostics_.error_count() > errors) return std::nullopt;
    if (result_.types == 0 && !request_.lenient) return wrong("it describes nothing");
    if (!result_.is_example) print();
    return std::move(result_);
  }

private:
  std::nullopt_t wrong(const std::string& reason) {
    diagnostics_
        .error(Code::not_such_schema, {},
               fmt::format("`{}` is not {}: {}", request_.from, facts_of(request_.kind).description, reason))
        .with_help("name the kind of schema that it is: `terraform`, `chart`, `crd`, `openapi` or `module`");
    return std::nullopt;
  }

  /// `word`: the part of `name` that is not there.
  void unknown(std::string_view what, const std::string& name, const std::string& word,
               const std::vector<std::string>& names) {
    if (!request_.lenient) report_unknown(what, name, word, names);
  }
  void report_unknown(std::string_view what, const std::string& name, const std::string& word,
                      const std::vector<std::string>& names) {
    auto& d = diagnostics_.error(Code::unknown_schema, {},
                                 fmt::format("`{}` has no {} `{}`", request_.from, what, name));
    if (const auto near = closest(word, names)) {
      d.with_help(fmt::format("did you mean `{}`?", *near));
    } else if (names.size() <= 12 && !names.empty()) {
      d.with_help(fmt::format("there {} `{}`", names.size() == 1 ? "is" : "are", fmt::join(names, "`, `")));
    }
  }

  // ---- Terraform modules

  std::optional<VendoredSchema> module(std::string_view bytes) {
    if (!request_.only.empty() || !request_.open.empty()) {
      diagnostics_
          .error(Code::unknown_schema, {}, "a module is taken as a whole: it has no types to choose from")
          .with_help("leave out `--only` and `--open`");
      return std::nullopt;
    }
    std::vector<SchemaNote> notes;
    for (const ModuleBlock& block : module_blocks(request_.from, bytes, notes)) {
      if (!result_.text.empty()) result_.text += '\n';
      result_.text += block.text();
    }
    if (!notes.empty()) return wrong(fmt::format("{}: {}", notes[0].at, notes[0].message));
    if (result_.text.empty()) return wrong(fmt::format("it has no {}", facts_of(request_.kind).mark));
    result_.version = request_.version;
    result_.types = kModuleTypes;
    return std::move(result_);
  }

  // ---- terraform

  /// A dump has every provider of its root module: the text of the one that is meant. Empty: the bytes are
  /// right as they are, or whatever is wrong with them the index tells. Nothing, after a report.
  std::optional<std::string> choose_provider(std::string_view bytes) {
    if (request_.kind != SchemaKind::terraform) return std::string{};
    const auto plain = bytes.starts_with("\x1f\x8b") ? gunzip(bytes, kLargestSchema) : std::string{bytes};
    if (!plain) return std::string{};
    struct Nothing : JsonScanner {
      bool descend(const std::vector<std::string>&) override { return false; }
      void member(const std::vector<std::string>&) override {}
      void object(const std::vector<std::string>&, std::string_view) override {}
      void string(const std::vector<std::string>&, std::string_view) override {}
    } nothing;
    std::string error;
    if (!scan_json(*plain, nothing, error)) return std::string{};
    const auto document = JsonDocument::parse(*plain);
    JsonObject providers;
    if (document == nullptr || !document->root()["provider_schemas"].get(providers) || providers.size() < 2)
      return std::string{};
    std::vector<std::string> names;
    for (auto [source, schemas] : providers) {
      names.emplace_back(source.substr(source.rfind('/') + 1));
      if (names.back() != request_.name) continue;
      std::string text = "{\"provider_schemas\":{";
      append_json_string(source, text);
      return text + ":" + schemas.text() + "}}";
    }
    report_unknown("provider", request_.name, request_.name, names);
    return std::nullopt;
  }

  void provider() {
    static constexpr std::pair<std::string_view, const char*> kSections[] = {
        {"resource.", "resource_schemas"},
        {"data.", "data_source_schemas"},
        {"ephemeral.", "ephemeral_resource_schemas"},
        {"function.", "functions"}};
    std::vector<std::string> names;  // of types, with and without what they are
    for (const SchemaIndex::Entry& entry : index_->entries()) {
      const std::size_t dot = entry.name.find('.');
      if (dot == std::string::npos) continue;
      names.push_back(entry.name);
      names.push_back(entry.name.substr(dot + 1));
    }
    for (const std::string& word : request_.only) {
      if (std::ranges::find(names, word) == names.end()) unknown("type", word, word, names);
    }
    const auto is_wanted = [&](const std::string& name) {
      return request_.only.empty() || std::ranges::any_of(request_.only, [&](const std::string& word) {
               return word == name || word == name.substr(name.find('.') + 1);
             });
    };
    Value schemas(rapidjson::kObjectType);
    add_definition(schemas, "provider", "provider", strip_terraform);
    for (const auto& [prefix, section] : kSections) {
      Value made(rapidjson::kObjectType);
      for (const SchemaIndex::Entry& entry : index_->entries()) {
        if (!entry.name.starts_with(prefix) || !is_wanted(entry.name)) continue;
        if (add_definition(made, entry.name.substr(prefix.size()), entry.name, strip_terraform))
          ++result_.types;
      }
      if (made.MemberCount() > 0) schemas.AddMember(Value(section, allocator()), made, allocator());
    }
    Value providers(rapidjson::kObjectType);
    providers.AddMember(text(index_->source()), schemas, allocator());
    add("format_version", text("1.0"));
    add_version();
    add("provider_schemas", std::move(providers));
  }

  // ---- charts

  void chart(std::string_view bytes) {
    if (!request_.only.empty()) {
      diagnostics_
          .error(Code::unknown_schema, {}, "a chart's schema has one type, and `--only` names several")
          .with_help("leave out `--only`");
      return;
    }
    const auto document = definition("");
    if (document == nullptr || !document->root().raw()->IsObject()) {
      wrong("it is no object");
      return;
    }
    const Value& root = *document->root().raw();
    static constexpr const char* kSchemaKeywords[] = {"$schema",           "$ref",  "type",  "properties",
                                                      "patternProperties", "allOf", "anyOf", "oneOf",
                                                      "definitions"};
    const bool is_schema =
        std::ranges::any_of(kSchemaKeywords, [&](const char* keyword) { return root.HasMember(keyword); });
    result_.types = 1;
    if (!is_schema) {
      example(bytes);
      return;
    }
    Value stripped = strip_json_schema(root, allocator());
    for (const std::string& path : request_.open) open(stripped, path);
    stripped.EraseMember("x_version");
    add_version();
    for (auto& [key, value] : stripped.GetObject()) out_.AddMember(key, value, allocator());
  }

  void example(std::string_view bytes) {
    if (bytes.starts_with("{") || bytes.starts_with("\x1f\x8b")) {
      wrong(fmt::format("it has no {}", facts_of(request_.kind).mark));
    } else if (!request_.open.empty()) {
      diagnostics_
          .error(
              Code::unknown_schema, {},
              fmt::format("`{}` are values, not a schema, and `--open` opens places of one", request_.from))
          .with_help("empty maps of a `values.yaml` are open already");
    }
    result_.text = bytes;
    result_.is_example = true;
  }

  /// Admits any name at a place of a chart's values.
  void open(Value& schema, const std::string& path) {
    Value* at = &schema;
    std::string_view rest = path == "." ? std::string_view{} : std::string_view{path};
    while (!rest.empty()) {
      const std::string name{rest.substr(0, rest.find('.'))};
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      std::vector<std::string> names;
      std::set<const Value*> seen;
      Value* below = property(schema, *at, name, names, seen);
      if (below == nullptr) return unknown("place", path, name, names);
      at = below;
    }
    at = &resolved(schema, *at);
    if (!at->IsObject()) return unknown("place", path, path, {});
    at->EraseMember("additionalProperties");
    at->AddMember("additionalProperties", true, allocator());
  }

  /// The schema that a `$ref` inside of the document means.
  static Value& resolved(Value& root, Value& schema) {
    Value* at = &schema;
    for (int i = 0; i < kMostSteps && at->IsObject(); ++i) {
      const auto reference = at->FindMember("$ref");
      if (reference == at->MemberEnd() || !reference->value.IsString()) break;
      const std::string_view text{reference->value.GetString(), reference->value.GetStringLength()};
      if (!text.starts_with('#')) break;
      const rapidjson::Pointer pointer(text.data() + 1, text.size() - 1);
      Value* next = pointer.IsValid() ? pointer.Get(root) : nullptr;
      if (next == nullptr) break;
      at = next;
    }
    return *at;
  }

  /// The schema of a name: directly, of the items of a list, the entries of a map or one of several schemas.
  static Value* property(Value& root, Value& schema, const std::string& name, std::vector<std::string>& names,
                         std::set<const Value*>& seen) {
    Value& at = resolved(root, schema);
    if (!at.IsObject() || !seen.insert(&at).second) return nullptr;
    if (const auto properties = at.FindMember("properties");
        properties != at.MemberEnd() && properties->value.IsObject()) {
      if (const auto found = properties->value.FindMember(name.c_str());
          found != properties->value.MemberEnd())
        return &found->value;
      for (const auto& member : properties->value.GetObject()) names.emplace_back(member.name.GetString());
    }
    for (const char* keyword : {"items", "additionalProperties", "allOf", "anyOf", "oneOf"}) {
      const auto below = at.FindMember(keyword);
      if (below == at.MemberEnd()) continue;
      if (below->value.IsArray()) {
        for (Value& one : below->value.GetArray()) {
          if (Value* found = property(root, one, name, names, seen)) return found;
        }
      } else if (Value* found = property(root, below->value, name, names, seen)) {
        return found;
      }
    }
    return nullptr;
  }

  // ---- Kubernetes

  /// The names of the definitions that are wanted: of those that describe a kind, their kinds.
  std::set<std::string> wanted_kinds() {
    std::map<std::size_t, std::string> by_offset;  // a kind's entry stands where its definition does
    std::vector<std::string> names;
    for (const SchemaIndex::Entry& entry : index_->entries()) {
      const auto kind = parse_kind_name(entry.name);
      if (!kind || index_->format() == SchemaFormat::crds) by_offset[entry.offset] = entry.name;
      names.push_back(entry.name);
      if (kind) names.emplace_back(kind->kind);
    }
    std::set<std::string> wanted;
    for (const std::string& word : request_.only) {
      if (std::ranges::find(names, word) == names.end()) unknown("kind", word, word, names);
    }
    for (const SchemaIndex::Entry& entry : index_->entries()) {
      const auto kind = parse_kind_name(entry.name);
      const bool is_wanted =
          request_.only.empty() || std::ranges::any_of(request_.only, [&](const std::string& word) {
            return word == entry.name || (kind && word == kind->kind);
          });
      if (is_wanted) wanted.insert(by_offset[entry.offset]);
    }
    return wanted;
  }

  void resource_definitions() {
    std::map<std::pair<std::string, std::string>, Value> versions;  // of group and kind
    for (const std::string& name : wanted_kinds()) {
      const auto kind = parse_kind_name(name);
      const auto document = definition(name);
      if (!kind || document == nullptr) continue;
      Value schema(rapidjson::kObjectType);
      schema.AddMember("openAPIV3Schema", strip_json_schema(*document->root().raw(), allocator()),
                       allocator());
      Value version(rapidjson::kObjectType);
      version.AddMember("name", text(kind->version), allocator());
      version.AddMember("schema", schema, allocator());
      auto& list = versions[{std::string{kind->group}, std::string{kind->kind}}];
      if (!list.IsArray()) list.SetArray();
      list.PushBack(version, allocator());
      ++result_.types;
    }
    Value items(rapidjson::kArrayType);
    for (auto& [name, list] : versions) {
      Value names(rapidjson::kObjectType);
      names.AddMember("kind", text(name.second), allocator());
      Value spec(rapidjson::kObjectType);
      spec.AddMember("group", text(name.first), allocator());
      spec.AddMember("names", names, allocator());
      spec.AddMember("versions", list, allocator());
      Value resource(rapidjson::kObjectType);
      resource.AddMember("apiVersion", "apiextensions.k8s.io/v1", allocator());
      resource.AddMember("kind", "CustomResourceDefinition", allocator());
      resource.AddMember("spec", spec, allocator());
      items.PushBack(resource, allocator());
    }
    add("apiVersion", text("v1"));
    add("kind", text("List"));
    add_version();
    add("items", std::move(items));
  }

  void openapi() {
    const std::set<std::string> wanted = wanted_kinds();
    std::vector<std::string> pending(wanted.begin(), wanted.end());
    std::map<std::string, Value> definitions;
    bool as_components = false;
    while (!pending.empty()) {
      const std::string name = std::move(pending.back());
      pending.pop_back();
      if (definitions.contains(name)) continue;
      const auto document = definition(name);
      if (document == nullptr) continue;
      Value& made = definitions[name];
      made = strip_json_schema(*document->root().raw(), allocator());
      collect_references(made, pending, as_components);
    }
    result_.types = definitions.size();
    Value all(rapidjson::kObjectType);
    for (auto& [name, schema] : definitions) all.AddMember(text(name), schema, allocator());
    add(as_components ? "openapi" : "swagger", text(as_components ? "3.0.0" : "2.0"));
    add_version();
    if (!as_components) return add("definitions", std::move(all));
    Value components(rapidjson::kObjectType);
    components.AddMember("schemas", all, allocator());
    add("components", std::move(components));
  }

  // ---- making JSON

  rapidjson::Document::AllocatorType& allocator() { return out_.GetAllocator(); }
  Value text(std::string_view text) {
    return Value(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator());
  }
  void add(const char* key, Value value) { out_.AddMember(Value(key, allocator()), value, allocator()); }
  void add_version() {
    if (!result_.version.empty()) add("x_version", text(result_.version));
  }

  std::unique_ptr<JsonDocument> definition(const std::string& name) const {
    const auto json = index_->find(name);
    return json ? JsonDocument::parse(*json) : nullptr;
  }

  bool add_definition(Value& to, std::string_view key, const std::string& name,
                      Value (*strip)(const Value&, JsonAllocator&)) {
    const auto document = definition(name);
    if (document == nullptr) return false;
    to.AddMember(text(key), strip(*document->root().raw(), allocator()), allocator());
    return true;
  }

  void print() {
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    writer.SetIndent(' ', 2);
    writer.SetFormatOptions(rapidjson::kFormatSingleLineArray);
    out_.Accept(writer);
    result_.text.assign(buffer.GetString(), buffer.GetSize());
    result_.text += '\n';
  }

  static constexpr int kMostSteps = 100;  // from one reference to the next

  const VendorRequest& request_;
  Diagnostics& diagnostics_;
  std::unique_ptr<SchemaIndex> index_;
  rapidjson::Document out_;
  VendoredSchema result_;
};

}  // namespace

std::string_view schema_kind_name(SchemaKind kind) {
  return facts_of(kind).name;
}

std::optional<SchemaKind> schema_kind_named(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name, &KindFacts::name);
  return found == std::end(kKinds) ? std::nullopt : std::optional(found->kind);
}

std::optional<VendoredSchema> vendor_schema(std::string_view bytes, const VendorRequest& request,
                                            Diagnostics& diagnostics) {
  return Vendor(request, diagnostics).vendor(bytes);
}

}  // namespace flux
