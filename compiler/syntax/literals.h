// The meaning of literals as written: numbers, escapes, the indentation of `"""` strings, documentation
// comments.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "syntax/ast.h"
#include "syntax/syntax_errors.h"

namespace flux::syntax {

/// A number or quantity token. What cannot be read is reported, and null.
const ast::Expr* read_number(std::string_view text, SourceSpan span, Arena& arena, SyntaxErrors& errors);

/// `written`, which begins at byte `offset`, with its escapes replaced. Unknown ones are reported and kept as
/// written.
std::string_view unescape(std::string_view written, std::uint32_t offset, Arena& arena, SyntaxErrors& errors);

/// A stretch of text of a `"""` string, between its quotes and interpolations.
struct TextRun {
  std::string_view written;
  std::uint32_t offset;  ///< of its first byte in the file
};

/// The common indentation of a `"""` string: of its lines that are not blank, and of the closing quotes'
/// line. `runs` stand in order, the interpolations between them; the first line, on the opening quotes' line,
/// does not count.
std::string_view common_indentation(std::span<const TextRun> runs);

/// `written` without `indentation` at the start of each line; `at_line_start` says whether it begins a line.
std::string strip_indentation(std::string_view written, std::string_view indentation, bool at_line_start);

/// The comment at the very top of a file, without slashes and stars; empty when a `///` or code comes first.
std::string top_comment(std::string_view text);

}  // namespace flux::syntax
