#include "schemas/yaml_json.h"

#include <fmt/format.h>

#include <utility>

#include "diagnostics/diagnostic.h"
#include "schemas/json.h"

namespace flux {

namespace {

/// Whether JSON writes this number as YAML does: no sign in front, no leading zero, no base, no bare point.
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  auto digits = [&] {
    std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  const bool zero = at < text.size() && text[at] == '0';
  std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

std::string_view text_of(const YamlNode* node) {
  return node != nullptr && node->kind == YamlKind::scalar ? node->text : std::string_view{};
}

void take_crd(const YamlNode& document, SchemaDocuments& into) {
  const YamlNode* spec = document.find("spec");
  if (spec == nullptr) return;
  const YamlNode* names = spec->find("names");
  std::string_view kind = names != nullptr ? text_of(names->find("kind")) : std::string_view{};
  std::string_view group = text_of(spec->find("group"));
  const YamlNode* versions = spec->find("versions");
  if (kind.empty() || versions == nullptr) return;
  for (const YamlNode* version : versions->items) {
    const YamlNode* schema = version->find("schema");
    if (schema != nullptr) schema = schema->find("openAPIV3Schema");
    if (schema == nullptr) continue;
    std::string json;
    append_json(*schema, json);
    into.crds.emplace_back(fmt::format("{}/{}/{}", kind, group, text_of(version->find("name"))),
                           std::move(json));
  }
}

}  // namespace

void append_json(const YamlNode& node, std::string& to) {
  switch (node.kind) {
    case YamlKind::null:
      to += "null";
      return;
    case YamlKind::scalar: {
      YamlScalar is = node.plain ? classify(node.text) : YamlScalar::string;
      if (is == YamlScalar::null) {
        to += "null";
      } else if (is == YamlScalar::boolean) {
        to += node.text[0] == 't' || node.text[0] == 'T' ? "true" : "false";
      } else if (is != YamlScalar::string && is_json_number(node.text)) {
        to += node.text;
      } else {
        append_json_string(node.text, to);
      }
      return;
    }
    case YamlKind::sequence: {
      to += '[';
      bool first = true;
      for (const YamlNode* item : node.items) {
        if (!std::exchange(first, false)) to += ',';
        append_json(*item, to);
      }
      to += ']';
      return;
    }
    case YamlKind::mapping: {
      to += '{';
      bool first = true;
      for (const YamlEntry& entry : node.entries) {
        if (!std::exchange(first, false)) to += ',';
        append_json_string(entry.key->text, to);
        to += ':';
        append_json(*entry.value, to);
      }
      to += '}';
      return;
    }
  }
}

SchemaDocuments schema_documents(std::string_view text) {
  SchemaDocuments result;
  // A line that begins with `---` parts documents: inside a block scalar it would be indented.
  std::vector<std::string_view> documents;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    if (text.substr(at, 3) == "---" && (end - at == 3 || text[at + 3] == ' ' || text[at + 3] == '\r')) {
      documents.push_back(text.substr(from, at - from));
      from = end;
    }
    at = end + 1;
  }
  documents.push_back(text.substr(std::min(from, text.size())));

  for (std::string_view document : documents) {
    if (document.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
    Arena arena;
    Diagnostics diagnostics;
    const YamlNode* root = read_yaml(document, FileId{}, arena, diagnostics);
    if (root == nullptr || diagnostics.error_count() > 0) {
      result.error = "it is not YAML that can be read";
      if (!diagnostics.all().empty()) result.error += ": " + diagnostics.all()[0].message;
      return result;
    }
    std::vector<const YamlNode*> objects{root};
    if (const YamlNode* items = root->find("items");
        items != nullptr && text_of(root->find("kind")).ends_with("List"))
      objects.assign(items->items.begin(), items->items.end());
    for (const YamlNode* object : objects) {
      if (text_of(object->find("kind")) == "CustomResourceDefinition") take_crd(*object, result);
    }
    if (result.json.empty() && result.crds.empty()) append_json(*root, result.json);
  }
  return result;
}

}  // namespace flux
