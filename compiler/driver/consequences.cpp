#include "driver/consequences.h"

#include <algorithm>

namespace flux {
namespace {

template <typename Follows>
Diagnostics without(Diagnostics found, Follows follows) {
  Diagnostics kept;
  for (Diagnostic& diagnostic : found.all()) {
    if (follows(diagnostic)) continue;
    Diagnostic& copy = diagnostic.severity == Severity::error
                           ? kept.error(diagnostic.code, diagnostic.span, {})
                           : kept.warning(diagnostic.code, diagnostic.span, {});
    copy = std::move(diagnostic);
  }
  return kept;
}

}  // namespace

Consequences::Consequences(const Diagnostics& front_end, const SourceManager& sources) : sources_(sources) {
  for (const Diagnostic& diagnostic : front_end.all()) {
    if (code_info(diagnostic.code).code.starts_with("E1")) unread_.insert(diagnostic.span.file);
    if (diagnostic.code == Code::unclosed_bracket && !diagnostic.labels.empty())
      open_.push_back({diagnostic.span.file, diagnostic.labels[0].span.begin, diagnostic.span.begin});
    if (diagnostic.code == Code::unknown_field) {
      for (const Fix& fix : diagnostic.fixes) misspelt_.insert(fix.edits[0].replacement);
    }
  }
}

bool Consequences::misplaced(const Diagnostic& diagnostic) const {
  if (diagnostic.code != Code::unknown_field && diagnostic.code != Code::set_twice) return false;
  return std::any_of(open_.begin(), open_.end(), [&](SourceSpan open) {
    return open.file == diagnostic.span.file && diagnostic.span.begin > open.begin &&
           diagnostic.span.begin < open.end;
  });
}

Diagnostics Consequences::of_front_end(Diagnostics found) const {
  return without(std::move(found), [&](const Diagnostic& diagnostic) {
    return misplaced(diagnostic) ||
           (diagnostic.code == Code::unused_import && unread_.contains(diagnostic.span.file));
  });
}

Diagnostics Consequences::of_environment(Diagnostics found, const hir::Environment& environment) const {
  const bool unread =
      std::any_of(environment.layers.begin(), environment.layers.end(),
                  [&](const hir::Layer* layer) { return unread_.contains(layer->span.file); });
  return without(std::move(found), [&](const Diagnostic& diagnostic) {
    if (diagnostic.code != Code::missing_field || diagnostic.labels.empty()) return false;
    return unread || misspelt_.contains(std::string(sources_.text(diagnostic.labels[0].span)));
  });
}

}  // namespace flux
