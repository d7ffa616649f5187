// libyaml's events are turned into nodes as they come. Nodes that are not yet in a collection wait on one
// stack; the end of a collection takes those above its beginning. Every node made counts against the budget,
// an alias as many as what it stands for, which bounds what a walk over the tree can cost.
#include "yaml/yaml_reader.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "source/utf8.h"
#include "yaml/source_offsets.h"

namespace flux {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

class Event {
public:
  Event() = default;
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t* get() { return &event_; }
  const yaml_event_t* operator->() const { return &event_; }

private:
  yaml_event_t event_{};
};

class Reader {
public:
  Reader(std::string_view file_text, std::string_view read, SourceOffsets offsets, FileId file, Arena& arena,
         Diagnostics& diagnostics)
      : file_text_(file_text), offsets_(offsets), file_(file), arena_(arena), diagnostics_(diagnostics) {
    initialised_ = yaml_parser_initialize(&parser_) != 0;
    if (!initialised_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(read.data()), read.size());
  }
  ~Reader() {
    if (initialised_) yaml_parser_delete(&parser_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const YamlNode* read() {
    if (!initialised_) {
      diagnostics_.error(Code::yaml_too_large, at_begin(), "there is not enough memory to read the text");
      return nullptr;
    }
    for (;;) {
      Event event;
      if (yaml_parser_parse(&parser_, event.get()) == 0) return report_parser_error();
      if (event->type == YAML_STREAM_END_EVENT) break;
      if (!take(event)) return nullptr;
    }
    if (pending_.empty()) return arena_.make<YamlNode>(YamlNode{.plain = true, .span = at_begin()});
    return pending_.front();
  }

private:
  /// A collection whose end has not been read.
  struct Open {
    YamlNode* node;
    std::size_t first;  // of its children in `pending_`
    std::string anchor;
    bool flow;
  };

  SourceSpan at_begin() const { return {file_, 0, 0}; }
  SourceSpan span_of(const yaml_mark_t& start, const yaml_mark_t& end) {
    const std::uint32_t begin = offsets_.of_code_point(start.index);
    return {file_, begin, std::max(begin, offsets_.of_code_point(end.index))};
  }
  SourceSpan span_of(const Event& event) { return span_of(event->start_mark, event->end_mark); }
  /// Without the line break that ends a block scalar.
  SourceSpan scalar_span(const Event& event) {
    SourceSpan span = span_of(event);
    while (span.end > span.begin && is_space(span.end - 1)) --span.end;
    return without_properties(span);
  }
  /// Without the anchor and tag that a value begins with.
  SourceSpan without_properties(SourceSpan span) const {
    while (span.begin < span.end && (file_text_[span.begin] == '&' || file_text_[span.begin] == '!')) {
      while (span.begin < span.end && !is_space(span.begin)) ++span.begin;
      skip_space(span);
    }
    return span;
  }
  bool is_space(std::uint32_t at) const {
    const char c = file_text_[at];
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
  void skip_space(SourceSpan& span) const {
    while (span.begin < span.end) {
      if (file_text_[span.begin] == '#') {
        while (span.begin < span.end && file_text_[span.begin] != '\n') ++span.begin;
      } else if (is_space(span.begin)) {
        ++span.begin;
      } else {
        return;
      }
    }
  }

  /// False when reading cannot go on; the reason has been reported.
  bool take(const Event& event) {
    switch (event->type) {
      case YAML_DOCUMENT_START_EVENT:
        return take_document(event);
      case YAML_ALIAS_EVENT:
        return take_alias(event);
      case YAML_SCALAR_EVENT:
        return take_scalar(event);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& start = event->data.sequence_start;
        return open(event, YamlKind::sequence, view(start.anchor), view(start.tag), "seq",
                    start.style == YAML_FLOW_SEQUENCE_STYLE);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& start = event->data.mapping_start;
        return open(event, YamlKind::mapping, view(start.anchor), view(start.tag), "map",
                    start.style == YAML_FLOW_MAPPING_STYLE);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return close(event);
      default:
        return true;
    }
  }

  bool take_document(const Event& event) {
    if (std::exchange(has_document_, true)) {
      diagnostics_.error(Code::yaml_documents, span_of(event), "a second YAML document begins here")
          .at("one file holds one document")
          .with_help("put each document into a file of its own");
      return false;
    }
    return true;
  }

  bool take_alias(const Event& event) {
    const SourceSpan span = span_of(event);
    const std::string name(view(event->data.alias.anchor));
    const auto anchor = anchors_.find(name);
    if (anchor == anchors_.end()) {
      // It is not repeated: a text that begins with `*`, without quotes, may be a secret.
      diagnostics_.error(Code::yaml_alias, span, "this alias stands for nothing")
          .with_help("write its anchor (`&name`) before it; a text that begins with `*` wants quotes");
      return false;
    }
    if (anchor->second == nullptr) {
      diagnostics_.error(Code::yaml_alias, span,
                         fmt::format("`*{}` stands for a value that it is part of", name));
      return false;
    }
    auto* node = arena_.make<YamlNode>(*anchor->second);
    node->span = span;
    return spend(node->size, span) && add(node);
  }

  bool take_scalar(const Event& event) {
    const auto& scalar = event->data.scalar;
    auto* node = arena_.make<YamlNode>();
    node->span = scalar_span(event);
    node->text = arena_.copy_text({reinterpret_cast<const char*>(scalar.value), scalar.length});
    node->kind = YamlKind::scalar;
    node->plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (const std::string_view tag = view(scalar.tag); !tag.empty()) {
      const auto type = standard_type(tag);
      if (tag == "!" || type == "str") {
        node->plain = false;
      } else if (type == "null" || type == "bool" || type == "int" || type == "float") {
        node->plain = true;
      } else {
        return report_tag(event, tag);
      }
    }
    if (node->plain && classify(node->text) == YamlScalar::null) node->kind = YamlKind::null;
    if (const auto anchor = view(scalar.anchor); !anchor.empty()) anchors_[std::string(anchor)] = node;
    return spend(1, node->span) && add(node);
  }

  bool open(const Event& event, YamlKind kind, std::string_view anchor, std::string_view tag,
            std::string_view type, bool flow) {
    if (!tag.empty() && tag != "!" && standard_type(tag) != type) return report_tag(event, tag);
    auto* node = arena_.make<YamlNode>();
    node->kind = kind;
    node->span = without_properties(span_of(event));
    if (!anchor.empty()) anchors_[std::string(anchor)] = nullptr;
    open_.push_back({node, pending_.size(), std::string(anchor), flow});
    return spend(1, node->span) && check_depth(node->span, 0);
  }

  bool close(const Event& event) {
    Open open = std::move(open_.back());
    open_.pop_back();
    YamlNode& node = *open.node;
    const std::span<const YamlNode* const> children{pending_.data() + open.first,
                                                    pending_.size() - open.first};

    if (open.flow) {
      node.span.end = offsets_.of_code_point(event->end_mark.index);
    } else if (!children.empty()) {
      node.span.end = std::max(node.span.begin, children.back()->span.end);
    }
    for (const YamlNode* child : children) hold(node, *child);
    if (node.kind == YamlKind::sequence) {
      node.items = arena_.copy(children);
    } else if (!fill_mapping(node, children)) {
      return false;
    }
    pending_.resize(open.first);
    if (!open.anchor.empty()) anchors_[open.anchor] = &node;
    return add(&node);
  }

  /// What a collection has of one more child.
  static void hold(YamlNode& node, const YamlNode& child) {
    node.size += child.size;
    node.height = std::max<std::uint16_t>(node.height, child.height + 1);
  }

  bool fill_mapping(YamlNode& node, std::span<const YamlNode* const> children) {
    std::vector<YamlEntry> own;
    std::unordered_map<std::string_view, const YamlNode*> keys;
    keys.reserve(children.size() / 2);
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      const YamlNode& key = *children[i];
      if (is_merge(key)) continue;
      if (key.kind == YamlKind::sequence || key.kind == YamlKind::mapping) {
        diagnostics_.error(Code::yaml_key_not_text, key.span, "a key must be text, not a list or a mapping");
        continue;
      }
      const auto [first, is_new] = keys.try_emplace(key.text, &key);
      if (is_new) {
        own.push_back({&key, children[i + 1]});
      } else {
        diagnostics_
            .error(Code::yaml_duplicate_key, key.span, fmt::format("the key `{}` is here twice", key.text))
            .label(first->second->span, "first set here")
            .with_help("remove one of them");
      }
    }
    // Merged entries never hide others: of several mappings the earlier wins, and the mapping's own win over
    // all.
    std::vector<YamlEntry> all;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      if (is_merge(*children[i]) && !merge(node, *children[i + 1], keys, all)) return false;
    }
    all.insert(all.end(), own.begin(), own.end());
    node.entries = arena_.copy(all);
    return true;
  }

  static bool is_merge(const YamlNode& key) { return key.plain && key.text == "<<"; }

  bool merge(YamlNode& node, const YamlNode& from,
             std::unordered_map<std::string_view, const YamlNode*>& keys, std::vector<YamlEntry>& entries) {
    if (from.kind == YamlKind::sequence) {
      for (const YamlNode* item : from.items) {
        if (item->kind != YamlKind::mapping) return report_merge(*item);
        if (!merge(node, *item, keys, entries)) return false;
      }
      return true;
    }
    if (from.kind != YamlKind::mapping) return report_merge(from);
    for (const YamlEntry& entry : from.entries) {
      if (!keys.try_emplace(entry.key->text, entry.key).second) continue;
      if (!spend(entry.key->size + entry.value->size, from.span)) return false;
      hold(node, *entry.key);
      hold(node, *entry.value);
      entries.push_back(entry);
    }
    return true;
  }

  /// A complete node waits for the end of the collection that it is in.
  bool add(const YamlNode* node) {
    if (!check_depth(node->span, node->height)) return false;
    pending_.push_back(node);
    return true;
  }

  bool spend(std::size_t nodes, SourceSpan span) {
    spent_ += nodes;
    if (spent_ <= kLargestYamlTree) return true;
    diagnostics_
        .error(Code::yaml_too_large, span,
               fmt::format("the document has more than {} values", kLargestYamlTree))
        .note("an alias counts as many as what it stands for")
        .with_help("split the document, or use fewer aliases");
    return false;
  }

  bool check_depth(SourceSpan span, std::size_t height) {
    if (open_.size() + height <= kDeepestYamlTree) return true;
    diagnostics_.error(Code::nesting_too_deep, span,
                       fmt::format("the document nests deeper than {} levels", kDeepestYamlTree));
    return false;
  }

  static std::string_view standard_type(std::string_view tag) {
    return tag.starts_with(kTagPrefix) ? tag.substr(kTagPrefix.size()) : std::string_view{};
  }

  bool report_tag(const Event& event, std::string_view tag) {
    const std::string_view type = standard_type(tag);
    const std::string written = type.empty() ? std::string(tag) : fmt::format("!!{}", type);
    diagnostics_
        .error(Code::yaml_tag, span_of(event), fmt::format("the tag `{}` means nothing here", written))
        .with_help("remove the tag; `!!str` and quotes make text of any scalar");
    return false;
  }

  bool report_merge(const YamlNode& from) {
    diagnostics_.error(Code::yaml_merge, from.span, "a merge key `<<` takes a mapping or a list of mappings")
        .with_help("name a mapping with `&name` and merge it with `<<: *name`");
    return false;
  }

  const YamlNode* report_parser_error() {
    if (parser_.error == YAML_MEMORY_ERROR) {
      diagnostics_.error(Code::yaml_too_large, at_begin(), "there is not enough memory to read the text");
      return nullptr;
    }
    std::uint32_t at = 0;
    if (parser_.error == YAML_READER_ERROR) {
      at = offsets_.of_byte(parser_.problem_offset);
    } else {
      at = offsets_.of_code_point(parser_.problem_mark.index);
    }
    const auto size = static_cast<std::uint32_t>(file_text_.size());
    const auto end = at < size ? static_cast<std::uint32_t>(at + decode_utf8(file_text_, at).size) : at;
    Diagnostic& diagnostic =
        diagnostics_.error(Code::yaml_syntax, {file_, at, end},
                           fmt::format("the text is not YAML: {}",
                                       parser_.problem == nullptr ? "it cannot be read" : parser_.problem));
    if (parser_.context != nullptr && parser_.error != YAML_READER_ERROR) {
      const std::uint32_t context = offsets_.of_code_point(parser_.context_mark.index);
      diagnostic.label({file_, context, std::min(context + 1, size)}, parser_.context);
    }
    return nullptr;
  }

  std::string_view file_text_;
  SourceOffsets offsets_;
  FileId file_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  yaml_parser_t parser_{};
  bool initialised_ = false;
  bool has_document_ = false;
  std::vector<const YamlNode*> pending_;
  std::vector<Open> open_;
  std::unordered_map<std::string, const YamlNode*> anchors_;  // nullptr: its value is still being read
  std::size_t spent_ = 0;
};

/// False, with a report, when the bytes are no text.
bool check_encoding(std::string_view text, FileId file, Diagnostics& diagnostics) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code_point = decode_utf8(text, at);
    const SourceSpan span{file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)};
    if (code_point.value == 0) {
      diagnostics.error(Code::nul_byte, span, "the file contains a NUL byte, so it is no source text");
      return false;
    }
    if (!code_point.valid) {
      diagnostics.error(Code::invalid_utf8, span, "the file is not valid UTF-8")
          .with_help("save it as UTF-8; the first byte that is not stands here");
      return false;
    }
    at += code_point.size;
  }
  return true;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [key](const YamlEntry& entry) { return entry.key->text == key; });
  return found == entries.end() ? nullptr : found->value;
}

const YamlNode* read_yaml(std::string_view text, FileId file, Arena& arena, Diagnostics& diagnostics) {
  if (!check_encoding(text, file, diagnostics)) return nullptr;
  const std::size_t before = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::string_view content = text.substr(before);
  const JoinedSurrogates joined = join_surrogates(content);
  const std::string_view read = joined.text.empty() ? content : std::string_view{joined.text};
  return Reader(text, read, SourceOffsets(read, before, joined.ends), file, arena, diagnostics).read();
}

}  // namespace flux
