// The two ways a diagnostic is shown: to a person, as rustc shows its own, and to a program, as JSON.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "source/source_manager.h"

namespace flux {

/// Several lines: code and message, the source with carets and secondary labels, notes, help, fixes. Ends
/// with a newline. `colour` adds ANSI escapes. Never fails: a place outside its file is shown without source.
std::string render_text(const Diagnostic& diagnostic, const SourceManager& sources, bool colour);

/// One JSON document for the whole run, after docs/diagnostics.schema.json:
/// `{"version": 1, "diagnostics": [...]}`, with a newline at the end.
std::string render_json(const std::vector<Diagnostic>& diagnostics, const SourceManager& sources);

}  // namespace flux
