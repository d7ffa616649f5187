// Plain scalars are resolved as Terraform's yamldecode does, which is between YAML 1.1 and 1.2: `yes` and
// `on` are bools, `017` is seventeen.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "functions/support.h"
#include "functions/timestamp.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

constexpr std::size_t kMaxText = 4 << 20;
constexpr int kMaxDepth = 200;
constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

template <std::size_t N>
bool is_one_of(std::string_view text, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

bool is_true(std::string_view text) {
  constexpr std::string_view words[] = {"y",    "Y",    "yes", "Yes", "YES", "true",
                                        "True", "TRUE", "on",  "On",  "ON"};
  return is_one_of(text, words);
}

bool is_false(std::string_view text) {
  constexpr std::string_view words[] = {"n",     "N",     "no",  "No",  "NO", "false",
                                        "False", "FALSE", "off", "Off", "OFF"};
  return is_one_of(text, words);
}

bool is_null(std::string_view text) {
  constexpr std::string_view words[] = {"", "~", "null", "Null", "NULL"};
  return is_one_of(text, words);
}

bool is_not_finite(std::string_view text) {
  constexpr std::string_view words[] = {".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF"};
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return is_one_of(text, words);
}

/// An int or float that is written with digits; nothing for other text.
std::optional<Value> resolve_number(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0o")) {
    const std::string_view digits = text.substr(2);
    std::int64_t value = 0;
    const auto read =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, text[1] == 'x' ? 16 : 8);
    const bool whole =
        read.ec == std::errc{} && read.ptr == digits.data() + digits.size() && !digits.starts_with('-');
    return whole ? std::optional(Value::integer(value)) : std::nullopt;
  }
  if (text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  return read_number(text);
}

/// Thrown and caught in this file: a phrase on what the text may not have.
struct Rejection {
  std::string reason;
};

class YamlReader {
public:
  explicit YamlReader(CallContext& context) : context_(context) {}

  Value read(const YAML::Node& node, int depth = 0) {
    if (depth > kMaxDepth)
      throw Rejection{fmt::format("the YAML text nests deeper than {} levels", kMaxDepth)};
    // Aliases are followed, so this bounds what they expand to.
    if (++count_ > context_.budget) throw Rejection{over_budget(context_).error};
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null:
        return Value::null();
      case YAML::NodeType::Scalar:
        return read_scalar(node);
      case YAML::NodeType::Sequence: {
        std::vector<Value> items;
        for (const YAML::Node& item : node) items.push_back(read(item, depth + 1));
        return make_list(context_.arena, items);
      }
      case YAML::NodeType::Map:
        return read_map(node, depth);
    }
    return Value::null();
  }

private:
  Value read_map(const YAML::Node& node, int depth) {
    MapBuilder map;
    for (const auto& entry : node) {
      if (!is_merge(entry.first)) continue;
      const Value merged = read(entry.second, depth + 1);
      if (!merged.is(ValueKind::map)) throw Rejection{"a merge key `<<` needs a map"};
      for (const MapEntry& field : merged.as_map().entries) map.set(field.key, field.value);
    }
    for (const auto& entry : node) {
      if (is_merge(entry.first)) continue;
      const auto key = primitive_text(read(entry.first, depth + 1));
      if (!key)
        throw Rejection{
            fmt::format("line {} of the YAML text has a key that is no text", entry.first.Mark().line + 1)};
      map.set(intern(*key), read(entry.second, depth + 1));
    }
    return make_map(context_.arena, map.entries());
  }

  static bool is_merge(const YAML::Node& key) { return key.IsScalar() && key.Scalar() == "<<"; }

  Value read_scalar(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    std::string_view tag = node.Tag();
    if (tag == "!") return make_text(context_.arena, text);  // quoted
    if (tag.starts_with(kTagPrefix)) tag.remove_prefix(kTagPrefix.size());
    if (tag == "str" || tag == "binary") return make_text(context_.arena, text);
    if (tag == "null") return Value::null();
    const bool untagged = tag.empty() || tag == "?";
    if (untagged && is_null(text)) return Value::null();
    if (untagged || tag == "bool") {
      if (is_true(text)) return Value::boolean(true);
      if (is_false(text)) return Value::boolean(false);
    }
    if (untagged || tag == "int" || tag == "float") {
      if (is_not_finite(text)) throw Rejection{fmt::format("`{}` is no number of this language", text)};
      if (const auto number = resolve_number(text)) return *number;
    }
    if (untagged || tag == "timestamp") {
      if (const auto time = normalize_timestamp(text)) return make_text(context_.arena, *time);
    }
    if (untagged) return make_text(context_.arena, text);
    throw Rejection{fmt::format("line {} of the YAML text has `{}` with the tag `{}`", node.Mark().line + 1,
                                text.substr(0, 40), tag)};
  }

  CallContext& context_;
  std::size_t count_ = 0;
};

CallResult call_yamlencode(CallContext& context, Arguments arguments) {
  return text_result(context, encode_yaml(arguments[0]));
}

CallResult call_yamldecode(CallContext& context, Arguments arguments) {
  const std::string_view text = arguments[0].as_string();
  if (text.size() > kMaxText)
    return CallResult::fail(fmt::format("reads at most {} bytes of YAML", kMaxText), 0);
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.size() != 1) {
      return CallResult::fail(fmt::format("the YAML text has {} documents, not one", documents.size()), 0);
    }
    return {YamlReader(context).read(documents[0])};
  } catch (const Rejection& rejection) {
    return CallResult::fail(rejection.reason, 0);
  } catch (const YAML::Exception& error) {
    return CallResult::fail(fmt::format("the text is not YAML: {} at line {}, column {}", error.msg,
                                        error.mark.line + 1, error.mark.column + 1),
                            0);
  }
}

constexpr FunctionInfo kFunctions[] = {
    terraform("yamldecode", "(string): any", call_yamldecode, "the value that the YAML document holds"),
    terraform("yamlencode", "(any): string", call_yamlencode, "the value as a YAML document, keys sorted"),
};

}  // namespace

std::span<const FunctionInfo> yaml_functions() {
  return kFunctions;
}

}  // namespace flux
