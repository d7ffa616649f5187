// Text to tree. The only room that knows ANTLR.
#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "source/source_manager.h"
#include "syntax/ast.h"

namespace flux {

/// Parses a file that `sources` holds. Never fails and never throws: what cannot be understood becomes Error
/// nodes (or is left out), with a diagnostic. The tree lies in `arena`; its texts are copies, so that it does
/// not depend on `sources`. Thread-safe as long as arena and diagnostics are the caller's own.
const ast::File* parse(FileId file, const SourceManager& sources, Arena& arena, Diagnostics& diagnostics);

/// The path of `explain` and `--set`, such as `apps.my-app.env["a/b"]`, read from `text` (a file of
/// `sources`). Null, with diagnostics, when it is none.
const ast::Path* parse_path(FileId file, const SourceManager& sources, Arena& arena,
                            Diagnostics& diagnostics);

/// A single expression, for `--set PATH=VALUE`.
const ast::Expr* parse_expression(FileId file, const SourceManager& sources, Arena& arena,
                                  Diagnostics& diagnostics);

}  // namespace flux
