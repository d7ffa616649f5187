// A place in a source file, as bytes. Lines and columns are computed only when a place is shown.
#pragma once

#include <compare>
#include <cstdint>

namespace flux {

/// The index of a file in its SourceManager.
struct FileId {
  std::uint32_t value = UINT32_MAX;
  bool valid() const { return value != UINT32_MAX; }
  friend bool operator==(FileId, FileId) = default;
  friend auto operator<=>(FileId, FileId) = default;
};

/// The bytes [begin, end) of one file. An invalid file means "no place" (made by the compiler itself).
struct SourceSpan {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool valid() const { return file.valid(); }
  friend bool operator==(SourceSpan, SourceSpan) = default;
  /// By file, in the order of loading, then by place.
  friend auto operator<=>(SourceSpan, SourceSpan) = default;
};

/// The smallest span that holds both; they must be of one file.
inline SourceSpan join(SourceSpan a, SourceSpan b) {
  if (!a.valid()) return b;
  if (!b.valid()) return a;
  return {a.file, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace flux
