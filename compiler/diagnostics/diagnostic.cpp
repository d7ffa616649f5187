#include "diagnostics/diagnostic.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace flux {
namespace {

/// Everything a diagnostic says, its place first: equal keys are repeats, and no order is left to chance.
auto sort_key(const Diagnostic& d) {
  return std::tie(d.span.file, d.span.begin, d.code, d.message, d.span.end, d.severity, d.span_text, d.labels,
                  d.notes, d.help, d.fixes);
}

}  // namespace

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "note";
}

Diagnostic& Diagnostics::error(Code code, SourceSpan span, std::string message) {
  ++errors_;
  return all_.emplace_back(Diagnostic{code, Severity::error, std::move(message), span});
}

Diagnostic& Diagnostics::warning(Code code, SourceSpan span, std::string message) {
  return all_.emplace_back(Diagnostic{code, Severity::warning, std::move(message), span});
}

void Diagnostics::append(Diagnostics other) {
  errors_ += other.errors_;
  all_.insert(all_.end(), std::make_move_iterator(other.all_.begin()),
              std::make_move_iterator(other.all_.end()));
}

void Diagnostics::normalise() {
  std::sort(all_.begin(), all_.end(),
            [](const Diagnostic& a, const Diagnostic& b) { return sort_key(a) < sort_key(b); });
  const auto repeats = std::unique(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return sort_key(a) == sort_key(b);
  });
  all_.erase(repeats, all_.end());
  errors_ = static_cast<std::size_t>(std::count_if(
      all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; }));
}

}  // namespace flux
