// Programs for the tests of the emitters of documents. Bodies are written as YAML: a quoted scalar is a
// string, a plain one what YAML 1.2 takes it for; each value's origin is its place in that text.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

class DocumentEmitterTest : public testing::Test {
protected:
  DocumentEmitterTest() {
    environment_.stack = "main";
    object_.parent = &environment_;
    object_.step = intern("monitoring");
    object_.path = "services.monitoring";
    object_.cluster = "main";
    object_.stack = "main";
  }

  /// A document of the object `services.monitoring` on the cluster `main`. Each has its own file, numbered
  /// from 0.
  Document& add(DocumentTarget target, const char* head, std::initializer_list<const char*> labels,
                const std::string& body) {
    const FileId file{static_cast<std::uint32_t>(documents_.size())};
    std::vector<std::string_view> texts;
    for (const char* label : labels) texts.push_back(arena_.copy_text(label));
    Document document{target, &object_,    intern(head), arena_.copy(texts), read(YAML::Load(body), file),
                      {},     {file, 0, 1}};
    documents_.push_back(document);
    return documents_.back();
  }
  Document& release(const char* name, const std::string& body) {
    return add(DocumentTarget::helm, "release", {name}, body);
  }
  Document& application(const char* name, const std::string& body) {
    return add(DocumentTarget::argocd, "application", {name}, body);
  }
  Document& application_set(const char* name, const std::string& body) {
    return add(DocumentTarget::argocd, "applicationset", {name}, body);
  }
  Document& project(const char* name, const std::string& body) {
    return add(DocumentTarget::argocd, "project", {name}, body);
  }
  Document& manifest(const char* kind, const char* name, const std::string& body) {
    return add(DocumentTarget::kubernetes, "manifest", {kind, name}, body);
  }
  Document& file(const char* path, const std::string& body) {
    return add(DocumentTarget::file, "file", {path}, body);
  }

  Program program() const { return {"prod", delivery_, {}, documents_}; }

  /// The body of a document with one more field.
  void set(Document& document, const char* key, const Value& value, std::string_view doc = {}) {
    const auto entries = document.body.as_map().entries;
    std::vector<MapEntry> more(entries.begin(), entries.end());
    more.push_back({intern(key), value, doc});
    document.body = map(more);
  }
  Value map(const std::vector<MapEntry>& entries) {
    return Value::map(arena_.make<MapValue>(arena_.copy(entries)));
  }
  Value quantity(Dimension dimension, std::int64_t amount, std::string_view spelling = {}) {
    return Value::quantity(arena_.make<Quantity>(dimension, amount, spelling));
  }

  /// "E5108" and the like, in the order reported.
  std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : diagnostics_.all())
      codes.emplace_back(code_info(diagnostic.code).code);
    return codes;
  }
  std::string text(const std::string& path) const {
    const std::string* bytes = find_output(path);
    return bytes == nullptr ? "(no file " + path + ")" : *bytes;
  }

  Arena arena_;
  Placement environment_;
  Placement object_;
  Delivery delivery_;
  std::vector<Document> documents_;
  OutputTree tree_;
  Diagnostics diagnostics_;

private:
  const std::string* find_output(const std::string& path) const {
    const auto found = tree_.files().find(path);
    return found == tree_.files().end() ? nullptr : &found->second.text;
  }

  Value read(const YAML::Node& node, FileId file) {
    auto* origin = arena_.make<Origin>();
    const auto at = static_cast<std::uint32_t>(node.Mark().pos);
    origin->op = OriginOp::set;
    origin->member = origin->expression = {file, at, at + 1};
    return read_content(node, file).with_origin(origin);
  }

  Value read_content(const YAML::Node& node, FileId file) {
    if (node.IsMap()) {
      std::vector<MapEntry> entries;
      for (const auto& entry : node)
        entries.push_back({intern(entry.first.Scalar()), read(entry.second, file), {}});
      return map(entries);
    }
    if (node.IsSequence()) {
      std::vector<Value> items;
      for (const auto& item : node) items.push_back(read(item, file));
      return Value::list(arena_.make<ListValue>(arena_.copy(items)));
    }
    return read_scalar(node);
  }

  Value read_scalar(const YAML::Node& node) {
    if (!node.IsDefined() || node.IsNull()) return Value::null();
    const std::string& text = node.Scalar();
    if (node.Tag() != "!") {
      if (text == "true" || text == "false") return Value::boolean(text == "true");
      std::int64_t integer = 0;
      const char* end = text.data() + text.size();
      if (const auto [rest, error] = std::from_chars(text.data(), end, integer);
          error == std::errc{} && rest == end) {
        return Value::integer(integer);
      }
    }
    return Value::string(arena_.copy_text(text));
  }
};

}  // namespace flux
