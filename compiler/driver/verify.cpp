#include "driver/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace flux {
namespace {

constexpr std::string_view kPrefix = "expected-";

struct Expectation {
  SourceSpan span;  ///< of the expectation itself
  Severity severity = Severity::error;
  std::optional<std::uint32_t> line;  ///< anywhere in the file, if none
  std::string_view code;              ///< any, if empty
  std::string_view text;
  bool met = false;
};

/// Reads one expectation from the front of a comment's text.
class ExpectationReader {
public:
  ExpectationReader(std::string_view text, std::uint32_t line) : rest_(text), line_(line) {}

  std::optional<Expectation> read() {
    Expectation expectation;
    if (skip("warning")) {
      expectation.severity = Severity::warning;
    } else if (!skip("error")) {
      return std::nullopt;
    }
    if (!read_line(expectation)) return std::nullopt;
    skip_blanks();
    if (skip("[") && !read_until("]", expectation.code)) return std::nullopt;
    skip_blanks();
    if (!skip("{{") || !read_until("}}", expectation.text)) return std::nullopt;
    return expectation;
  }

  std::string_view rest() const { return rest_; }

private:
  bool skip(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void skip_blanks() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }
  bool read_until(std::string_view end, std::string_view& text) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return false;
    text = rest_.substr(0, at);
    rest_.remove_prefix(at + end.size());
    return true;
  }
  bool read_line(Expectation& expectation) {
    expectation.line = line_;
    if (!skip("@")) return true;
    if (skip("*")) {
      expectation.line.reset();
      return true;
    }
    const bool back = rest_.starts_with('-');
    if (!skip("+") && !skip("-")) return false;
    std::uint32_t distance = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), distance);
    if (error != std::errc()) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    expectation.line = back ? line_ - distance : line_ + distance;
    return true;
  }

  std::string_view rest_;
  std::uint32_t line_;
};

/// Where the comment of a line begins, as far as this can be told from the line alone.
std::size_t comment_begin(std::string_view line) {
  return std::min(line.find("//"), line.find('#'));
}

void read_expectations(FileId file, const SourceManager& sources, std::vector<Expectation>& expectations,
                       Diagnostics& problems) {
  const std::string_view text = sources.text(file);
  for (std::size_t at = text.find(kPrefix); at != std::string_view::npos; at = text.find(kPrefix, at)) {
    const auto begin = static_cast<std::uint32_t>(at);
    const std::uint32_t line = sources.line_column(file, begin).line;
    const std::uint32_t line_begin = sources.line_begin(file, line);
    const std::string_view line_text = sources.line_text(file, line);
    at += kPrefix.size();
    if (comment_begin(line_text) > begin - line_begin) continue;
    ExpectationReader reader(line_text.substr(at - line_begin), line);
    std::optional<Expectation> expectation = reader.read();
    if (!expectation) {
      const auto end = line_begin + static_cast<std::uint32_t>(line_text.size());
      problems.error(Code::bad_expectation, {file, begin, end}, "an expectation that cannot be read")
          .with_help("write it as `expected-error@+1 [E3004] {{part of the message}}`");
      continue;
    }
    at = line_begin + line_text.size() - reader.rest().size();
    expectation->span = {file, begin, static_cast<std::uint32_t>(at)};
    expectations.push_back(*expectation);
  }
}

bool fits(const Expectation& expectation, const Diagnostic& diagnostic, const SourceManager& sources) {
  return diagnostic.span.file == expectation.span.file && diagnostic.severity == expectation.severity &&
         (!expectation.line ||
          *expectation.line == sources.line_column(diagnostic.span.file, diagnostic.span.begin).line) &&
         (expectation.code.empty() || expectation.code == code_info(diagnostic.code).code) &&
         diagnostic.message.find(expectation.text) != std::string::npos;
}

}  // namespace

Diagnostics verify(const Diagnostics& actual, const SourceManager& sources) {
  Diagnostics problems;
  std::vector<Expectation> expectations;
  for (FileId file{0}; !sources.path(file).empty(); ++file.value) {
    read_expectations(file, sources, expectations, problems);
  }
  // Those that say where come first, so that `@*` does not take what they mean.
  std::stable_partition(expectations.begin(), expectations.end(),
                        [](const Expectation& expectation) { return expectation.line.has_value(); });
  for (const Diagnostic& diagnostic : actual.all()) {
    const auto met = std::find_if(
        expectations.begin(), expectations.end(),
        [&](const Expectation& candidate) { return !candidate.met && fits(candidate, diagnostic, sources); });
    if (met != expectations.end()) {
      met->met = true;
      continue;
    }
    Diagnostic& unexpected = problems.error(diagnostic.code, diagnostic.span, {});
    unexpected = diagnostic;
    unexpected.severity = Severity::error;
    unexpected.note(fmt::format("this {} was not expected", severity_name(diagnostic.severity)));
  }
  for (const Expectation& expectation : expectations) {
    if (expectation.met) continue;
    const std::string_view severity = severity_name(expectation.severity);
    problems.error(
        Code::expected_diagnostic_missing, expectation.span,
        fmt::format("no {} with `{}` {}", severity, expectation.text,
                    expectation.line ? fmt::format("at line {}", *expectation.line) : "in this file"));
  }
  problems.normalise();
  return problems;
}

}  // namespace flux
