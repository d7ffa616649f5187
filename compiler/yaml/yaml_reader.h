// Reads a YAML or JSON text into a tree of nodes, each with its place in the text.
//
// Aliases and merge keys are resolved while reading, so that whoever walks the tree never meets them; what
// they expand to counts against a budget, and so a tree is always small enough, and shallow enough, to walk
// recursively. Scalars stay text: what `30` means is decided by the type that is expected there (see
// `classify` for where none is).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "source/source_span.h"

namespace flux {

/// A tree has at most so many nodes, aliases expanded, and at most so many levels.
inline constexpr std::size_t kLargestYamlTree = 2'000'000;
inline constexpr std::size_t kDeepestYamlTree = 200;

enum class YamlKind : std::uint8_t { null, scalar, sequence, mapping };

struct YamlEntry;

struct YamlNode {
  YamlKind kind = YamlKind::null;
  /// A scalar (or null) without quotes, block style or a `!!str` tag: what it is depends on its text.
  bool plain = false;
  /// Levels of this node and what it holds: 1 for a scalar.
  std::uint16_t height = 1;
  /// Nodes of this one and what it holds, aliases expanded.
  std::uint32_t size = 1;
  /// The value without its anchor and tag. Of an alias, the alias. Empty, after the colon, for a missing
  /// value.
  SourceSpan span;
  /// Of a scalar: its content, escapes and folding resolved. Of null: as written.
  std::string_view text;
  std::span<const YamlNode* const> items;
  /// In the order of the text, after those that `<<` brought. Keys are scalars or null, and differ.
  std::span<const YamlEntry> entries;

  /// The entry's value; null where a mapping has no such key, or this is no mapping. Linear.
  const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
  const YamlNode* key;
  const YamlNode* value;
};

/// The root of the one document in `text`, which is the text of `file`; a null node where there is none.
/// Everything lives in `arena` and does not refer to `text`. Mistakes are reported (E1001, E1002, E1007,
/// E11xx): after one that makes the text unreadable the result is nullptr; after others (a duplicate key) the
/// tree lacks what was wrong.
const YamlNode* read_yaml(std::string_view text, FileId file, Arena& arena, Diagnostics& diagnostics);

/// What a plain scalar is by the core schema of YAML 1.2.
enum class YamlScalar { null, boolean, integer, floating, string };
YamlScalar classify(std::string_view text);

}  // namespace flux
