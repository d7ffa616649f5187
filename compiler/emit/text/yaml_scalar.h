// How a single scalar is spelled; the quoting rule of `yaml_writer.h`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flux::yaml {

/// On one line: plain where `is_plain`, else in double quotes with escapes.
void append_string(std::string& out, std::string_view text);

/// Shortest that reads back the same, with a point, and a sign in the exponent: YAML 1.1 asks for both.
void append_double(std::string& out, double value);

/// Whether a literal block shows `text` exactly, with nothing in it that an editor or a line break could
/// change.
bool fits_literal_block(std::string_view text);

/// `|`, the text and its newline, each line indented by `indent`; the indentation indicator, where one is
/// needed, is `indicator`.
void append_literal_block(std::string& out, std::string_view text, std::size_t indent, int indicator);

}  // namespace flux::yaml
