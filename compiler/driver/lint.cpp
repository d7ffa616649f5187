#include "driver/lint.h"

namespace flux {

Diagnostics apply_lint(const Diagnostics& diagnostics, const Project& project, bool deny_warnings) {
  Diagnostics result;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    LintLevel level = deny_warnings ? LintLevel::deny : LintLevel::warn;
    bool by_project = false;
    if (const auto set = project.lint.find(diagnostic.code); set != project.lint.end()) {
      by_project = set->second == LintLevel::deny;
      if (set->second != LintLevel::warn) level = set->second;
    }
    if (diagnostic.severity != Severity::warning) {
      result.error(diagnostic.code, diagnostic.span, {}) = diagnostic;
    } else if (level == LintLevel::warn) {
      result.warning(diagnostic.code, diagnostic.span, {}) = diagnostic;
    } else if (level == LintLevel::deny) {
      Diagnostic& denied = result.error(diagnostic.code, diagnostic.span, {});
      denied = diagnostic;
      denied.severity = Severity::error;
      denied.note(by_project ? "an error because `flux.yaml` denies this warning"
                             : "an error because of `--deny-warnings`");
    }
  }
  return result;
}

}  // namespace flux
