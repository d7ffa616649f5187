// A diagnostic is a title, an excerpt of each file that it marks, its notes and help, and its fixes. All of
// them share one gutter, as wide as the largest line number shown.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "diagnostics/annotations.h"
#include "diagnostics/display_text.h"
#include "diagnostics/fix_preview.h"
#include "diagnostics/renderers.h"
#include "diagnostics/styled_text.h"

namespace flux {
namespace {

// More places than these help nobody; the rest is counted in a note.
constexpr std::size_t kMostLabels = 24;
constexpr std::size_t kMostHunks = 6;

/// The part of a span that is on its first line.
struct MarkedPlace {
  std::uint32_t line = 0;
  std::uint32_t begin = 0;  ///< bytes of that line
  std::uint32_t end = 0;
  std::uint32_t column = 0;  ///< as shown in `path:line:column`
  bool primary = false;
  std::string_view text;
};

/// What is marked in one file.
struct Excerpt {
  FileId file;
  std::vector<MarkedPlace> marks;
};

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Style::error;
    case Severity::warning:
      return Style::warning;
    case Severity::note:
      return Style::note;
  }
  return Style::note;
}

class TextRenderer {
public:
  TextRenderer(const Diagnostic& diagnostic, const SourceManager& sources, bool colour)
      : diagnostic_(diagnostic), sources_(sources), style_(style_of(diagnostic.severity)), out_(colour) {}

  std::string render() {
    collect_excerpts();
    collect_fixes();
    measure_gutter();
    title();
    for (const Excerpt& excerpt : excerpts_) show(excerpt, &excerpt == &excerpts_.front());
    if (excerpts_.empty() && !sources_.path(diagnostic_.span.file).empty()) {
      arrow("-->").put(displayable(sources_.path(diagnostic_.span.file)));
      out_.end_line();
    }
    remarks();
    for (std::size_t i = 0; i < diagnostic_.fixes.size(); ++i) show(diagnostic_.fixes[i], hunks_[i]);
    return out_.take();
  }

private:
  // --- what there is to show

  void collect_excerpts() {
    mark(diagnostic_.span, diagnostic_.span_text, true);
    const std::size_t shown = std::min(diagnostic_.labels.size(), kMostLabels);
    for (std::size_t i = 0; i < shown; ++i)
      mark(diagnostic_.labels[i].span, diagnostic_.labels[i].text, false);
    const std::size_t hidden = diagnostic_.labels.size() - shown;
    if (hidden > 0) placeless_.push_back(fmt::format("and {} more places", hidden));
  }

  /// What has no place that can be shown is kept as a note.
  void mark(SourceSpan span, const std::string& text, bool primary) {
    const std::optional<MarkedPlace> place = locate(span, text, primary);
    if (!place) {
      if (!text.empty()) placeless_.push_back(text);
      return;
    }
    auto excerpt = std::find_if(excerpts_.begin(), excerpts_.end(),
                                [&](const Excerpt& candidate) { return candidate.file == span.file; });
    if (excerpt == excerpts_.end()) excerpt = excerpts_.insert(excerpts_.end(), Excerpt{span.file, {}});
    excerpt->marks.push_back(*place);
  }

  std::optional<MarkedPlace> locate(SourceSpan span, std::string_view text, bool primary) const {
    if (sources_.path(span.file).empty() || span.begin > sources_.text(span.file).size()) return std::nullopt;
    const auto [line, column] = sources_.line_column(span.file, span.begin);
    const std::string_view source = sources_.line_text(span.file, line);
    const std::uint32_t line_begin = sources_.line_begin(span.file, line);
    const std::uint32_t begin = span.begin - line_begin;
    std::size_t end = span.end > span.begin ? span.end - line_begin : begin;
    if (end > source.size())
      end = source.find_last_not_of(" \t") + 1;  // goes on below: marked to the end of its line
    return MarkedPlace{line, begin, std::max(begin, static_cast<std::uint32_t>(end)), column, primary, text};
  }

  void collect_fixes() {
    for (const Fix& fix : diagnostic_.fixes) hunks_.push_back(preview(fix, sources_));
  }

  void measure_gutter() {
    std::uint32_t largest = 0;
    for (const Excerpt& excerpt : excerpts_) {
      for (const MarkedPlace& place : excerpt.marks) largest = std::max(largest, place.line);
    }
    for (const std::vector<FixHunk>& hunks : hunks_) {
      for (std::size_t i = 0; i < std::min(hunks.size(), kMostHunks); ++i) {
        largest = std::max(largest, hunks[i].last_line());
      }
    }
    gutter_ = std::to_string(largest).size();
  }

  // --- the pieces of a row

  StyledText& arrow(std::string_view head) {
    return out_.put(std::string(gutter_, ' ')).put(Style::frame, head).put(" ");
  }

  /// `   |`
  StyledText& bar() { return out_.put(std::string(gutter_ + 1, ' ')).put(Style::frame, "|").put(" "); }

  void empty_bar() {
    bar();
    out_.end_line();
  }

  /// `12 |`, `12 +` or `12 -`
  StyledText& numbered(std::uint32_t line, Style style, std::string_view sign) {
    const std::string number = std::to_string(line);
    return out_.put(std::string(gutter_ - number.size(), ' '))
        .put(Style::frame, number)
        .put(" ")
        .put(style, sign)
        .put(" ");
  }

  void dots() {
    out_.put(Style::frame, "...");
    out_.end_line();
  }

  void rows_under(const std::vector<Mark>& marks) {
    for (const AnnotationRow& row : annotate(marks)) {
      bar();
      row.put_into(out_);
      out_.end_line();
    }
  }

  // --- the parts of a diagnostic

  void title() {
    std::string head(severity_name(diagnostic_.severity));
    head.append("[").append(code_info(diagnostic_.code).code).append("]");
    out_.put(style_, head).put(Style::strong, ": " + displayable(diagnostic_.message));
    out_.end_line();
  }

  void show(const Excerpt& excerpt, bool first) {
    if (!first) empty_bar();
    // The primary place was collected first: it is at the front of its file's marks.
    const MarkedPlace& head = excerpt.marks.front();
    arrow(first ? "-->" : ":::")
        .put(displayable(sources_.path(excerpt.file)))
        .put(fmt::format(":{}:{}", head.line, head.column));
    out_.end_line();
    empty_bar();

    std::map<std::uint32_t, std::vector<const MarkedPlace*>> by_line;
    for (const MarkedPlace& place : excerpt.marks) by_line[place.line].push_back(&place);
    std::uint32_t previous = by_line.begin()->first;
    for (const auto& [line, places] : by_line) {
      if (line == previous + 2) show_line(excerpt.file, previous + 1, {});
      if (line > previous + 2) dots();
      show_line(excerpt.file, line, places);
      previous = line;
    }
  }

  void show_line(FileId file, std::uint32_t line, const std::vector<const MarkedPlace*>& places) {
    const std::uint32_t begin = sources_.line_begin(file, line);
    const auto size = static_cast<std::uint32_t>(sources_.line_text(file, line).size());
    const ShownText source = sources_.shown_text({file, begin, begin + size});
    const DisplayLine shown(source.text, places.empty() ? 0 : source.at(places.front()->begin));
    numbered(line, Style::frame, "|").put(shown.text());
    out_.end_line();
    if (places.empty()) return;
    std::vector<Mark> marks;
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
      const MarkedPlace& p = **place;
      marks.push_back({shown.column(source.at(p.begin)), shown.column(source.at(p.end)),
                       p.primary ? '^' : '-', p.primary ? style_ : Style::secondary, displayable(p.text)});
    }
    rows_under(marks);
  }

  void remarks() {
    const bool excerpts_end_here = placeless_.empty() && diagnostic_.notes.empty() &&
                                   diagnostic_.help.empty() && diagnostic_.fixes.empty();
    if (!excerpts_.empty() && !excerpts_end_here) empty_bar();
    for (const std::string& text : placeless_) remark("note", text);
    for (const std::string& text : diagnostic_.notes) remark("note", text);
    if (!diagnostic_.help.empty()) remark("help", diagnostic_.help);
  }

  /// `   = note: text`, the further lines of the text under its first.
  void remark(std::string_view kind, std::string_view text) {
    out_.put(std::string(gutter_ + 1, ' '))
        .put(Style::frame, "=")
        .put(" ")
        .put(Style::strong, kind)
        .put(": ");
    const std::string indent(gutter_ + 1 + 2 + kind.size() + 2, ' ');
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
      out_.put(displayable(text.substr(0, end)));
      out_.end_line();
      out_.put(indent);
      text.remove_prefix(end + 1);
    }
    out_.put(displayable(text));
    out_.end_line();
  }

  void show(const Fix& fix, const std::vector<FixHunk>& hunks) {
    out_.put(Style::help, "help").put(": " + displayable(fix.title));
    out_.end_line();
    FileId file = diagnostic_.span.file;
    for (std::size_t i = 0; i < hunks.size(); ++i) {
      const FixHunk& hunk = hunks[i];
      if (i == kMostHunks) return dots();
      if (hunk.file != file) {
        arrow("-->").put(displayable(sources_.path(hunk.file))).put(fmt::format(":{}", hunk.line));
        out_.end_line();
      } else if (i > 0) {
        dots();
      }
      if (hunk.file != file || i == 0) empty_bar();
      file = hunk.file;
      show(hunk);
    }
  }

  void show(const FixHunk& hunk) {
    if (!hunk.marks.empty()) {
      const DisplayLine shown(hunk.added.front(), hunk.marks.front().begin);
      numbered(hunk.line, Style::frame, "|").put(shown.text());
      out_.end_line();
      std::vector<Mark> marks;
      for (const FixHunk::Change& change : hunk.marks) {
        marks.push_back({shown.column(change.begin), shown.column(change.end), change.replaces ? '~' : '+',
                         Style::added, ""});
      }
      return rows_under(marks);
    }
    show_lines(hunk.line, hunk.removed, Style::removed, "-");
    show_lines(hunk.line, hunk.added, Style::added, "+");
  }

  void show_lines(std::uint32_t line, const std::vector<std::string>& texts, Style style,
                  std::string_view sign) {
    const std::size_t shown = std::min(texts.size(), FixHunk::kMostLines);
    for (std::size_t i = 0; i < shown; ++i) {
      numbered(line++, style, sign).put(style, DisplayLine(texts[i], 0).text());
      out_.end_line();
    }
    if (shown < texts.size()) dots();
  }

  const Diagnostic& diagnostic_;
  const SourceManager& sources_;
  Style style_;
  StyledText out_;
  std::size_t gutter_ = 0;
  std::vector<Excerpt> excerpts_;
  std::vector<std::string> placeless_;
  std::vector<std::vector<FixHunk>> hunks_;  // by fix
};

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const SourceManager& sources, bool colour) {
  return TextRenderer(diagnostic, sources, colour).render();
}

}  // namespace flux
