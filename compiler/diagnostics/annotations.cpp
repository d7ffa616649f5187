// One phrase can stand on the row of the underlines: that of the mark which ends last. The others hang below,
// each on a row of its own, from right to left so that a phrase never crosses the line that leads to another:
//
//     let total = first + second
//                 -----   ^^^^^^ the inline phrase
//                 |
//                 a hanging phrase
#include "diagnostics/annotations.h"

#include <algorithm>

namespace flux {
namespace {

std::uint32_t visible_end(const Mark& mark) {
  return std::max(mark.end, mark.begin + 1);
}

const Mark* inline_mark(const std::vector<Mark>& marks) {
  const Mark* last = nullptr;
  for (const Mark& mark : marks) {
    if (last == nullptr || visible_end(mark) >= visible_end(*last)) last = &mark;
  }
  return last;
}

}  // namespace

void AnnotationRow::draw(std::uint32_t begin, std::uint32_t end, char stroke, Style style) {
  if (cells.size() < end) cells.resize(end);
  std::fill(cells.begin() + begin, cells.begin() + end, Cell{stroke, style});
}

void AnnotationRow::put_into(StyledText& out) const {
  for (std::size_t begin = 0; begin < cells.size();) {
    const Style style = cells[begin].style;
    std::string run;
    while (begin < cells.size() && cells[begin].style == style) run += cells[begin++].stroke;
    out.put(style, run);
  }
  out.put(text_style, text);
}

std::vector<AnnotationRow> annotate(const std::vector<Mark>& marks) {
  AnnotationRow underlines;
  for (const Mark& mark : marks) underlines.draw(mark.begin, visible_end(mark), mark.stroke, mark.style);
  const Mark* beside = inline_mark(marks);
  if (beside != nullptr && !beside->text.empty()) {
    underlines.text = ' ' + beside->text;
    underlines.text_style = beside->style;
  }
  std::vector<AnnotationRow> rows{std::move(underlines)};

  std::vector<const Mark*> hanging;
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    if (&*mark != beside && !mark->text.empty()) hanging.push_back(&*mark);
  }
  if (hanging.empty()) return rows;
  std::stable_sort(hanging.begin(), hanging.end(),
                   [](const Mark* a, const Mark* b) { return a->begin > b->begin; });

  AnnotationRow& lines = rows.emplace_back();
  for (const Mark* mark : hanging) lines.draw(mark->begin, mark->begin + 1, '|', mark->style);
  for (auto mark = hanging.begin(); mark != hanging.end(); ++mark) {
    AnnotationRow& row = rows.emplace_back();
    row.cells.resize((*mark)->begin);
    for (auto left = std::next(mark); left != hanging.end(); ++left) {
      if ((*left)->begin < (*mark)->begin) row.draw((*left)->begin, (*left)->begin + 1, '|', (*left)->style);
    }
    row.text = (*mark)->text;
    row.text_style = (*mark)->style;
  }
  return rows;
}

}  // namespace flux
