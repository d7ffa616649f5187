// What a fix makes of the source: the lines that it changes, before and after.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "source/source_manager.h"

namespace flux {

/// One run of lines that a fix changes.
struct FixHunk {
  static constexpr std::size_t kMostLines = 8;  ///< of each side, to be shown

  /// Bytes [begin, end) of the edited line.
  struct Change {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool replaces = false;  ///< there was other text, or else this was inserted
  };

  FileId file;
  std::uint32_t line = 0;  ///< the number of the first line of both sides
  std::vector<std::string> removed;
  std::vector<std::string> added;
  /// What is new in the one line that is edited; empty where the change is better seen as lines out and lines
  /// in.
  std::vector<Change> marks;

  /// The largest line number to be shown.
  std::uint32_t last_line() const {
    const std::size_t lines = std::clamp<std::size_t>(std::max(removed.size(), added.size()), 1, kMostLines);
    return line + static_cast<std::uint32_t>(lines) - 1;
  }
};

/// By file and line. Empty where the edits overlap or leave their file: there is nothing sensible to show.
std::vector<FixHunk> preview(const Fix& fix, const SourceManager& sources);

}  // namespace flux
