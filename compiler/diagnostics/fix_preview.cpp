#include "diagnostics/fix_preview.h"

#include <string_view>

namespace flux {
namespace {

using Edits = std::vector<TextEdit>;

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

/// Lines that are the same before and after are no part of the change.
void drop_common_lines(FixHunk& hunk) {
  const auto [removed, added] =
      std::mismatch(hunk.removed.begin(), hunk.removed.end(), hunk.added.begin(), hunk.added.end());
  hunk.line += static_cast<std::uint32_t>(removed - hunk.removed.begin());
  hunk.removed.erase(hunk.removed.begin(), removed);
  hunk.added.erase(hunk.added.begin(), added);
  while (!hunk.removed.empty() && !hunk.added.empty() && hunk.removed.back() == hunk.added.back()) {
    hunk.removed.pop_back();
    hunk.added.pop_back();
  }
}

bool in_one_line(std::string_view text) {
  return text.find('\n') == std::string_view::npos;
}

/// The lines from `first` to `last`, with the edits made that lie in them.
FixHunk make_hunk(Edits::const_iterator edit, Edits::const_iterator end, std::uint32_t first,
                  std::uint32_t last, const SourceManager& sources) {
  const FileId file = edit->span.file;
  const std::uint32_t begin_byte = sources.line_begin(file, first);
  const std::uint32_t last_begin = sources.line_begin(file, last);
  const auto end_byte = last_begin + static_cast<std::uint32_t>(sources.line_text(file, last).size());
  const std::string before = sources.shown_text({file, begin_byte, end_byte}).text;

  std::string after;
  std::vector<FixHunk::Change> marks;
  bool only_adds = true;
  std::uint32_t copied = begin_byte;
  for (; edit != end; ++edit) {
    after += sources.shown_text({file, copied, edit->span.begin}).text;
    const auto begin = static_cast<std::uint32_t>(after.size());
    after += edit->replacement;
    marks.push_back({begin, static_cast<std::uint32_t>(after.size()), edit->span.begin != edit->span.end});
    only_adds = only_adds && !edit->replacement.empty();
    copied = edit->span.end;
  }
  after += sources.shown_text({file, copied, end_byte}).text;

  FixHunk hunk{file, first, split_lines(before), split_lines(after), {}};
  if (only_adds && in_one_line(before) && in_one_line(after)) {
    hunk.marks = std::move(marks);
  } else {
    drop_common_lines(hunk);
  }
  return hunk;
}

}  // namespace

std::vector<FixHunk> preview(const Fix& fix, const SourceManager& sources) {
  Edits edits = fix.edits;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const TextEdit& a, const TextEdit& b) { return a.span < b.span; });
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const SourceSpan span = edits[i].span;
    const bool inside = !sources.path(span.file).empty() && span.begin <= span.end &&
                        span.end <= sources.text(span.file).size();
    const bool overlaps = i > 0 && edits[i - 1].span.file == span.file && edits[i - 1].span.end > span.begin;
    if (!inside || overlaps) return {};
  }

  std::vector<FixHunk> hunks;
  for (auto edit = edits.cbegin(); edit != edits.cend();) {
    const FileId file = edit->span.file;
    const std::uint32_t first = sources.line_column(file, edit->span.begin).line;
    std::uint32_t last = first;
    auto next = edit;
    for (; next != edits.cend() && next->span.file == file; ++next) {
      if (sources.line_column(file, next->span.begin).line > last) break;
      last = sources.line_column(file, next->span.end).line;
    }
    hunks.push_back(make_hunk(edit, next, first, last, sources));
    edit = next;
  }
  return hunks;
}

}  // namespace flux
