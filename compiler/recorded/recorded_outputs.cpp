#include "recorded/recorded_outputs.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "yaml/yaml_reader.h"

namespace flux {
namespace {

constexpr std::string_view kExtension = ".json";

/// All that stands in a value which nobody is to see.
void conceal(const YamlNode& node, SourceManager& sources) {
  if (node.kind == YamlKind::scalar) sources.conceal(node.span);
  for (const YamlNode* item : node.items) conceal(*item, sources);
  for (const YamlEntry& entry : node.entries) conceal(*entry.value, sources);
}

class FileReader {
public:
  FileReader(const RecordPlace& place, std::string_view stack, SourceManager& sources, Arena& arena,
             Diagnostics& diagnostics)
      : place_(place), stack_(stack), sources_(sources), arena_(arena), diagnostics_(diagnostics) {}

  std::optional<RecordedStack> read(FileId file) {
    Arena tree;
    const std::string_view text = sources_.text(file);
    const YamlNode* root = read_yaml(text, file, tree, diagnostics_);
    if (root == nullptr) return std::nullopt;
    // Any YAML would be read; Terraform prints an object.
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (root->kind != YamlKind::mapping || first == text.npos || text[first] != '{') {
      unreadable(root->span.valid() ? root->span : SourceSpan{file, 0, 0}, "holds no outputs of Terraform");
      return std::nullopt;
    }
    layer_ = intern(sources_.path(file));
    RecordedStack stack{.file = {file, 0, 0}, .outputs = {}};
    for (const YamlEntry& entry : root->entries) read_output(*entry.key, *entry.value, stack);
    return stack;
  }

private:
  void unreadable(SourceSpan at, std::string_view why) {
    diagnostics_.error(Code::recorded_unreadable, at, fmt::format("`{}` {}", place_.file_of(stack_), why))
        .with_help(fmt::format("record the outputs again: `{}`", place_.command_of(stack_)));
  }

  void read_output(const YamlNode& name, const YamlNode& node, RecordedStack& stack) {
    const YamlNode* value = node.find("value");
    const YamlNode* type = node.find("type");
    const YamlNode* sensitive = node.find("sensitive");
    const bool flag =
        sensitive != nullptr && sensitive->plain && (sensitive->text == "true" || sensitive->text == "false");
    if (value == nullptr || type == nullptr || !flag) {
      conceal(node, sources_);  // nobody knows whether it may be seen
      unreadable(name.span, fmt::format("has no `value`, `type` and `sensitive` of output `{}`", name.text));
      return;
    }
    if (sensitive->text == "true") {
      conceal(*value, sources_);
      diagnostics_
          .error(Code::recorded_sensitive, name.span,
                 fmt::format("output `{}` is sensitive, and is recorded in the clear", name.text))
          .with_help(fmt::format("record without what is sensitive, `{}`; whoever has seen the file knows "
                                 "the value",
                                 place_.command_of(stack_)));
      return;
    }
    if (!is_of(*type, *value)) {
      conceal(*value, sources_);  // what was changed by hand may have been sensitive
      unreadable(value->span, fmt::format("has another type for output `{}` than its value has", name.text));
      return;
    }
    stack.outputs.insert_or_assign(std::string(name.text), RecordedOutput{name.span, value_of(*value)});
  }

  /// Whether a value can be of the type that stands beside it: `"string"`, `["list", …]`.
  static bool is_of(const YamlNode& type, const YamlNode& value) {
    if (value.kind == YamlKind::null) return true;
    const std::string_view name =
        type.kind == YamlKind::sequence && !type.items.empty() ? type.items.front()->text : type.text;
    const YamlScalar scalar =
        value.kind == YamlKind::scalar && value.plain ? classify(value.text) : YamlScalar::string;
    if (name == "string") return value.kind == YamlKind::scalar && !value.plain;
    if (name == "bool") return value.kind == YamlKind::scalar && scalar == YamlScalar::boolean;
    if (name == "number")
      return value.kind == YamlKind::scalar &&
             (scalar == YamlScalar::integer || scalar == YamlScalar::floating);
    if (name == "list" || name == "set" || name == "tuple") return value.kind == YamlKind::sequence;
    if (name == "map" || name == "object") return value.kind == YamlKind::mapping;
    return name == "dynamic";
  }

  const Origin* origin_of(SourceSpan span) {
    return arena_.make<Origin>(
        Origin{.op = OriginOp::set, .via = kViaYaml, .layer = layer_, .member = span, .expression = span});
  }

  Value value_of(const YamlNode& node) { return plain_value(node).with_origin(origin_of(node.span)); }

  Value plain_value(const YamlNode& node) {
    switch (node.kind) {
      case YamlKind::null:
        return Value::null();
      case YamlKind::scalar:
        return scalar(node);
      case YamlKind::sequence: {
        std::vector<Value> items;
        items.reserve(node.items.size());
        for (const YamlNode* item : node.items) items.push_back(value_of(*item));
        return Value::list(arena_.make<ListValue>(arena_.copy(items)));
      }
      case YamlKind::mapping: {
        std::vector<MapEntry> entries;
        entries.reserve(node.entries.size());
        for (const YamlEntry& entry : node.entries)
          entries.push_back({intern(entry.key->text), value_of(*entry.value), {}});
        return Value::map(arena_.make<MapValue>(arena_.copy(entries)));
      }
    }
    return Value::null();
  }

  Value scalar(const YamlNode& node) {
    const auto number = [&]<typename T>(T result) -> std::optional<T> {
      const char* end = node.text.data() + node.text.size();
      const auto read = std::from_chars(node.text.data(), end, result);
      return read.ec == std::errc{} && read.ptr == end ? std::optional(result) : std::nullopt;
    };
    const YamlScalar kind = node.plain ? classify(node.text) : YamlScalar::string;
    if (kind == YamlScalar::boolean) return Value::boolean(node.text.starts_with('t'));
    if (kind == YamlScalar::integer) {
      if (const auto integer = number(std::int64_t{})) return Value::integer(*integer);
    }
    if (kind == YamlScalar::integer || kind == YamlScalar::floating) {
      if (const auto floating = number(double{})) return Value::floating(*floating);
    }
    return Value::string(arena_.copy_text(node.text));
  }

  const RecordPlace& place_;
  std::string_view stack_;
  SourceManager& sources_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  Name layer_;
};

}  // namespace

std::string RecordPlace::file_of(std::string_view stack) const {
  return fmt::format("{}/{}{}", folder, stack, kExtension);
}

std::string RecordPlace::command_of(std::string_view stack) const {
  return fmt::format("terraform -chdir={}/terraform/{} output -json | fluxc record {} {}", output, stack,
                     environment, stack);
}

RecordedOutputs read_recorded_outputs(RecordPlace place, FileProvider& files, SourceManager& sources,
                                      Diagnostics& diagnostics) {
  RecordedOutputs recorded;
  recorded.place = std::move(place);
  for (const std::string& path : files.list(recorded.place.folder)) {
    if (!path.ends_with(kExtension)) continue;
    std::string stack = path.substr(path.rfind('/') + 1);
    stack.resize(stack.size() - kExtension.size());
    auto text = files.read(path);
    if (const auto* error = std::get_if<ReadError>(&text)) {
      diagnostics.error(Code::recorded_unreadable, {},
                        fmt::format("cannot read `{}`: {}", path, error->reason));
      continue;
    }
    const FileId file = sources.add(path, std::get<std::string>(std::move(text)));
    FileReader reader(recorded.place, stack, sources, recorded.arena, diagnostics);
    if (auto outputs = reader.read(file)) recorded.stacks.emplace(std::move(stack), *std::move(outputs));
  }
  return recorded;
}

}  // namespace flux
