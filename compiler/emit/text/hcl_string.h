// How literal text is spelled inside quotes and heredocs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emit/text/hcl_document.h"

namespace flux::hcl {

/// Appends `text` escaped for a quoted string, without the quotes. `before_expression`: another part follows,
/// which a `$` or `%` at the end must not swallow. `lone`: escapes too whatever `terraform fmt` might not
/// count as one column.
void append_escaped(std::string& out, std::string_view text, bool before_expression, bool lone);

/// Whether a flush heredoc (`<<-`) says exactly these parts: `String`s are literal text, the rest
/// interpolated.
bool fits_heredoc(std::span<const Expression> parts);

/// A delimiter that occurs nowhere in the literal parts.
std::string heredoc_delimiter(std::span<const Expression> parts);

/// Appends literal text of a heredoc, each line that has something on it indented. `line_begins`: whether the
/// text begins a line; returns whether what follows does.
bool append_heredoc_text(std::string& out, std::string_view text, std::size_t indent, bool line_begins);

}  // namespace flux::hcl
