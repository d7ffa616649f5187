#include "sops/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "yaml/unread_text.h"

namespace flux::sops {
namespace {

constexpr std::string_view kMetadata = "sops";
constexpr std::string_view kFlatMetadata = "sops_";

/// Where the keys stand, which alone may be shown.
void collect_keys(const YamlNode& node, std::vector<SourceSpan>& into) {
  for (const YamlNode* item : node.items) collect_keys(*item, into);
  for (const YamlEntry& entry : node.entries) {
    into.push_back(entry.key->span);
    collect_keys(*entry.value, into);
  }
}

/// Conceals all that is no key: values, and comments, which may hold what was there before.
void conceal_values(FileId file, const YamlNode& root, SourceManager& sources) {
  std::vector<SourceSpan> keys;
  collect_keys(root, keys);
  std::ranges::sort(keys);
  const std::string_view text = sources.text(file);
  const auto is_one_of = [&](std::uint32_t at, std::string_view set) {
    return set.find(text[at]) != std::string_view::npos;
  };
  // What separates keys and values is left, to see where they stand.
  const auto conceal = [&](std::uint32_t begin, std::uint32_t end) {
    const auto skip_space = [&] {
      while (begin < end && is_one_of(begin, " \t\r\n")) ++begin;
    };
    if (begin < end && is_one_of(begin, "\"'")) ++begin;
    skip_space();
    if (begin < end && is_one_of(begin, ":=")) ++begin;
    skip_space();
    while (begin < end && is_one_of(end - 1, " \t\r\n")) --end;
    sources.conceal({file, begin, end});
  };
  std::uint32_t last = 0;
  for (const SourceSpan& key : keys) {
    if (key.begin > last) conceal(last, key.begin);
    last = std::max(last, key.end);
  }
  conceal(last, static_cast<std::uint32_t>(text.size()));
}

const YamlNode* mapping_of(std::span<const YamlEntry> entries, SourceSpan span, Arena& arena) {
  std::uint16_t height = 0;
  std::uint32_t size = 1;
  for (const YamlEntry& entry : entries) {
    height = std::max(height, entry.value->height);
    size += entry.value->size;
  }
  return arena.make<YamlNode>(YamlNode{.kind = YamlKind::mapping,
                                       .height = static_cast<std::uint16_t>(height + 1),
                                       .size = size,
                                       .span = span,
                                       .entries = entries});
}

/// The metadata of a dotenv file is flat: `sops_age__list_0__map_recipient`.
class Unflattening {
public:
  explicit Unflattening(Arena& arena) : arena_(arena) {}

  void add(std::string_view key, const YamlEntry& entry) {
    Node* at = &root_;
    while (!key.empty()) {
      const std::size_t list = key.find("__list_"), map = key.find("__map_");
      const std::size_t end = std::min(list, map);
      at = &at->children[std::string{key.substr(0, end)}];
      if (end == std::string_view::npos) break;
      key.remove_prefix(
          end + (end == list ? std::string_view{"__list_"}.size() : std::string_view{"__map_"}.size()));
    }
    at->leaf = &entry;
  }

  const YamlNode* made(SourceSpan span) const { return made(root_, span); }

private:
  struct Node {
    std::map<std::string, Node, std::less<>> children;
    const YamlEntry* leaf = nullptr;
  };

  /// Keys of lists are numbers, of mappings names: for who reads the metadata, order is what matters.
  const YamlNode* made(const Node& node, SourceSpan span) const {
    if (node.children.empty()) return node.leaf->value;
    std::vector<YamlEntry> entries;
    std::vector<const YamlNode*> items;
    bool list = true;
    for (const auto& [key, child] : node.children) {
      const YamlNode* value = made(child, span);
      const auto* name = arena_.make<YamlNode>(
          YamlNode{.kind = YamlKind::scalar, .span = value->span, .text = arena_.copy_text(key)});
      entries.push_back({name, value});
      items.push_back(value);
      list &= std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
    }
    if (!list) return mapping_of(arena_.copy(entries), span, arena_);
    return arena_.make<YamlNode>(
        YamlNode{.kind = YamlKind::sequence, .span = span, .items = arena_.copy(items)});
  }

  Arena& arena_;
  Node root_;
};

/// The data and the metadata; metadata is null where there is none.
std::pair<const YamlNode*, const YamlNode*> split(const YamlNode& root, Format format, Arena& arena) {
  std::vector<YamlEntry> data;
  const YamlNode* metadata = nullptr;
  Unflattening flat(arena);
  bool has_flat = false;
  for (const YamlEntry& entry : root.entries) {
    const std::string_view key = entry.key->text;
    if (format == Format::dotenv && key.starts_with(kFlatMetadata)) {
      flat.add(key.substr(kFlatMetadata.size()), entry);
      has_flat = true;
    } else if (format != Format::dotenv && key == kMetadata) {
      metadata = entry.value;
    } else {
      data.push_back(entry);
    }
  }
  if (has_flat) metadata = flat.made(root.span);
  return {mapping_of(arena.copy(data), root.span, arena), metadata};
}

}  // namespace

std::optional<Format> format_of(std::string_view path) {
  if (path.ends_with(".yaml") || path.ends_with(".yml")) return Format::yaml;
  if (path.ends_with(".json")) return Format::json;
  if (path.ends_with(".env")) return Format::dotenv;
  return std::nullopt;
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::yaml:
      return "yaml";
    case Format::json:
      return "json";
    case Format::dotenv:
      return "dotenv";
  }
  return {};
}

std::optional<Document> read_document(FileId file, Format format, SourceManager& sources, Arena& arena,
                                      Diagnostics& diagnostics) {
  const std::string_view text = sources.text(file);
  const YamlNode* root = format == Format::dotenv ? read_dotenv(text, file, arena, diagnostics)
                                                  : read_yaml(text, file, arena, diagnostics);
  if (root == nullptr || root->kind != YamlKind::mapping) conceal_unread(file, sources);
  if (root == nullptr) return std::nullopt;
  conceal_values(file, *root, sources);
  if (root->kind != YamlKind::mapping) {
    diagnostics.error(Code::sops_unreadable, {file, 0, 0},
                      fmt::format("`{}` holds no keys and values", sources.path(file)));
    return std::nullopt;
  }
  const auto [data, metadata] = split(*root, format, arena);
  if (metadata == nullptr || metadata->kind != YamlKind::mapping) {
    diagnostics
        .error(Code::sops_unreadable, {file, 0, 0},
               fmt::format("`{}` was not encrypted by SOPS: it has no `sops` with the keys that open it",
                           sources.path(file)))
        .with_help(fmt::format("encrypt it before it is committed: `sops encrypt --in-place {}`",
                               sources.path(file)));
    return std::nullopt;
  }
  return Document{format, data, metadata};
}

}  // namespace flux::sops
