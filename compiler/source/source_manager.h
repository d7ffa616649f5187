// Owns the text of every file of a compilation, and turns byte offsets into lines and columns when asked.
//
// Files may be added while other threads read; a FileId and the text behind it stay valid for the manager's
// life. A FileId that it did not give stands for an empty file without a path, and an offset past the end for
// the end.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_span.h"

namespace flux {

/// Both count from 1; the column counts code points.
struct LineColumn {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A piece of source as people may see it: each concealed part is `***`, however long it is.
struct ShownText {
  struct Part {
    std::uint32_t begin, end;  ///< bytes of the piece
    std::uint32_t shown;       ///< where its `***` begins in `text`
  };
  std::string text;
  std::vector<Part> concealed;

  /// Where a byte of the piece stands in `text`; one inside of a concealed part at that part's end.
  std::uint32_t at(std::uint32_t byte) const;
};

class SourceManager {
public:
  /// `path` is the name that diagnostics show.
  FileId add(std::string path, std::string text);

  std::string_view path(FileId file) const;
  std::string_view text(FileId file) const;
  std::string_view text(SourceSpan span) const;
  LineColumn line_column(FileId file, std::uint32_t offset) const;
  std::uint32_t line_count(FileId file) const;
  /// The text of a line (from 1), without its line break.
  std::string_view line_text(FileId file, std::uint32_t line) const;
  std::uint32_t line_begin(FileId file, std::uint32_t line) const;
  /// `path:line`, as `explain` and notes show a place.
  std::string place(SourceSpan span) const;

  /// What stands here is the value of a secret: whoever shows the source leaves it out from now on.
  void conceal(SourceSpan span);
  /// Whether all of `span` was concealed at once.
  bool is_concealed(SourceSpan span) const;
  /// `text(span)` to be shown to people.
  ShownText shown_text(SourceSpan span) const;

private:
  struct File {
    std::string path;
    std::string text;
    mutable std::once_flag lines_once;
    mutable std::vector<std::uint32_t> line_starts;
  };
  const File& file(FileId id) const;
  const std::vector<std::uint32_t>& lines(const File& file) const;

  mutable std::mutex mutex_;
  std::vector<SourceSpan> concealed_;
  std::deque<File> files_;  // a deque: growing never moves a file
};

}  // namespace flux
