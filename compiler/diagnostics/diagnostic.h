// What the compiler says about a program: data first, rendered later (see renderers.h).
//
// Wording: lower case, no full stop, backticks round source text; the message states what was seen, a label
// what stands at its place, a note why, `help` the way out. Codes are listed in codes.txt, one line each.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "diagnostics/codes.h"
#include "source/source_span.h"

namespace flux {

enum class Severity { error, warning, note };

/// "error", "warning" or "note".
std::string_view severity_name(Severity severity);

/// A secondary place, with a phrase such as "first set here".
struct Label {
  SourceSpan span;
  std::string text;
  friend auto operator<=>(const Label&, const Label&) = default;
};

/// One edit of a fix: the bytes of `span` are replaced. An empty span inserts.
struct TextEdit {
  SourceSpan span;
  std::string replacement;
  friend auto operator<=>(const TextEdit&, const TextEdit&) = default;
};

/// A change that would mend the error, offered as a whole.
struct Fix {
  std::string title;
  std::vector<TextEdit> edits;
  friend auto operator<=>(const Fix&, const Fix&) = default;
};

struct Diagnostic {
  Code code;
  Severity severity;
  std::string message;
  SourceSpan span;
  std::string span_text;  ///< what is written under the primary carets; may be empty
  std::vector<Label> labels;
  std::vector<std::string> notes;
  std::string help;
  std::vector<Fix> fixes;

  // Chained by the code that reports: `diags.error(...).label(...).note(...)`.
  Diagnostic& at(std::string text) {
    span_text = std::move(text);
    return *this;
  }
  Diagnostic& label(SourceSpan where, std::string text) {
    if (where.valid()) labels.push_back({where, std::move(text)});
    return *this;
  }
  Diagnostic& note(std::string text) {
    notes.push_back(std::move(text));
    return *this;
  }
  Diagnostic& with_help(std::string text) {
    help = std::move(text);
    return *this;
  }
  Diagnostic& fix(std::string title, SourceSpan where, std::string replacement) {
    fixes.push_back({std::move(title), {{where, std::move(replacement)}}});
    return *this;
  }
};

/// Collects the diagnostics of a phase. Not thread-safe: each environment has its own, merged afterwards.
class Diagnostics {
public:
  /// The reference stays valid until the next report.
  Diagnostic& error(Code code, SourceSpan span, std::string message);
  Diagnostic& warning(Code code, SourceSpan span, std::string message);

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return all_; }
  std::vector<Diagnostic>& all() { return all_; }
  bool empty() const { return all_.empty(); }
  void append(Diagnostics other);
  /// Sorted by file, place and code, and without repeats (the same mistake seen from two environments).
  void normalise();

private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

}  // namespace flux
