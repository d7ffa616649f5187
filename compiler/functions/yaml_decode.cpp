// Plain scalars are resolved as Terraform's yamldecode does, which is between YAML 1.1 and 1.2: `yes` and
// `on` are bools, `017` is seventeen.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "functions/support.h"
#include "functions/timestamp.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

constexpr std::size_t kMaxText = 4 << 20;
constexpr std::size_t kMaxDepth = 200;
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

/// Builds values from the parser's events, so that depth and size are bounded before anything is made. An
/// alias shares the value of its anchor, but counts for all that it stands for.
class YamlReader : public YAML::EventHandler {
public:
  explicit YamlReader(CallContext& context) : context_(context) {}

  const Value& result() const { return result_.value; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(mark, anchor, {Value::null(), 0, 1});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Rejection{fmt::format("line {} of the YAML text has an alias inside itself", mark.line + 1)};
    add(mark, 0, found->second);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    if (text == "<<" && expects_key()) {
      open_.back().merges = true;
      open_.back().key = intern(text);
    } else {
      add(mark, anchor, {resolve(mark, tag, text), 0, 1});
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, false);
  }
  void OnSequenceEnd() override {
    close([&](const Open& list) {
      std::vector<Value> items;
      for (const auto& [key, item] : list.fields) items.push_back(item);
      return make_list(context_.arena, items);
    });
  }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, true);
  }
  void OnMapEnd() override {
    close([&](const Open& map) {
      // A key of the map itself wins over one that was merged in.
      MapBuilder fields;
      for (const Value& merged : map.merged) {
        for (const MapEntry& field : merged.as_map().entries) fields.set(field.key, field.value);
      }
      for (const auto& [key, value] : map.fields) fields.set(key, value);
      return make_map(context_.arena, fields.entries());
    });
  }

private:
  struct Node {
    Value value;
    std::size_t height = 0;  ///< levels below it
    std::size_t size = 0;    ///< values in it, with itself
  };

  /// A list or map being read; the keys of a list are none.
  struct Open {
    YAML::Mark mark;
    YAML::anchor_t anchor;
    bool is_map;
    Name key;             ///< of a map, when its value comes next
    bool merges = false;  ///< that key is `<<`
    std::vector<std::pair<Name, Value>> fields;
    std::vector<Value> merged;
    std::size_t height = 0;
    std::size_t size = 1;
  };

  bool expects_key() const { return !open_.empty() && open_.back().is_map && !open_.back().key; }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_map) {
    if (tag != "?" && !tag.empty() && tag != std::string(kTagPrefix) + (is_map ? "map" : "seq")) {
      throw Rejection{fmt::format("line {} of the YAML text has a collection with the tag `{}`",
                                  mark.line + 1, tag.substr(0, 40))};
    }
    if (open_.size() >= kMaxDepth) throw too_deep();
    open_.push_back({mark, anchor, is_map});
  }

  template <typename Make>
  void close(Make make) {
    const Open done = std::move(open_.back());
    open_.pop_back();
    add(done.mark, done.anchor, {make(done), done.height + 1, done.size});
  }

  void add(const YAML::Mark& mark, YAML::anchor_t anchor, const Node& node) {
    if (anchor != 0) anchors_[anchor] = node;
    if (open_.empty()) {
      result_ = node;
      return;
    }
    Open& parent = open_.back();
    parent.height = std::max(parent.height, node.height);
    parent.size += node.size;
    if (parent.size > context_.budget) throw Rejection{over_budget(context_).error};
    if (open_.size() + node.height > kMaxDepth) throw too_deep();
    if (expects_key()) {
      const auto key = primitive_text(node.value);
      if (!key)
        throw Rejection{fmt::format("line {} of the YAML text has a key that is no text", mark.line + 1)};
      parent.key = intern(*key);
    } else if (parent.merges) {
      if (!node.value.is(ValueKind::map))
        throw Rejection{fmt::format("line {} of the YAML text merges what is no map", mark.line + 1)};
      parent.merged.push_back(node.value);
      parent.merges = false;
      parent.key = {};
    } else {
      parent.fields.emplace_back(std::exchange(parent.key, {}), node.value);
    }
  }

  static Rejection too_deep() {
    return {fmt::format("the YAML text nests deeper than {} levels", kMaxDepth)};
  }

  Value resolve(const YAML::Mark& mark, std::string_view tag, const std::string& text) {
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
    throw Rejection{fmt::format("line {} of the YAML text has {} with the tag `{}`", mark.line + 1,
                                describe(Value::string(text)), tag.substr(0, 40))};
  }

  CallContext& context_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  Node result_;
};

CallResult call_yamlencode(CallContext& context, Arguments arguments) {
  return text_result(context, encode_yaml(arguments[0]));
}

CallResult call_yamldecode(CallContext& context, Arguments arguments) {
  const std::string_view text = arguments[0].as_string();
  if (text.size() > kMaxText)
    return CallResult::fail(fmt::format("reads at most {} bytes of YAML", kMaxText), 0);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    YamlReader reader(context);
    if (!parser.HandleNextDocument(reader)) return CallResult::fail("the YAML text has no document", 0);
    const Value result = reader.result();
    // Not YAML::LoadAll, which never comes to an end with a text such as `,`.
    if (YamlReader rest(context); parser.HandleNextDocument(rest)) {
      return CallResult::fail("the YAML text has more than one document", 0);
    }
    return {result};
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
