// The rows under a line of source: the underlines, and the phrases that belong to them, none written over
// another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diagnostics/styled_text.h"

namespace flux {

/// An underline over the columns [begin, end), at least one of them.
struct Mark {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  char stroke = '^';
  Style style = Style::plain;
  std::string text;  ///< displayable; may be empty
};

/// A row as it is drawn: each cell one column, and then a phrase.
struct AnnotationRow {
  struct Cell {
    char stroke = ' ';
    Style style = Style::plain;
  };
  std::vector<Cell> cells;
  std::string text;
  Style text_style = Style::plain;

  void draw(std::uint32_t begin, std::uint32_t end, char stroke, Style style);
  void put_into(StyledText& out) const;
};

/// Where marks overlap, the later one of `marks` is drawn over the earlier; its phrase also comes first.
std::vector<AnnotationRow> annotate(const std::vector<Mark>& marks);

}  // namespace flux
