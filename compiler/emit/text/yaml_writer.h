// Prints YAML in block style, two spaces a level, items indented below their key.
//
// A string is written without quotes only when YAML 1.1 and the YAML 1.2 core schema both read that very
// string; whatever either could take for null, a bool, a number, a timestamp, a merge key or syntax is in
// double quotes. Multi-line text is a literal block where that shows it exactly and an editor will not harm
// it. Doubles always look like floats to both versions. Text is expected in UTF-8; a broken byte is written
// as U+FFFD.
//
// The printer recurses once a level: the caller bounds the depth. Output ends with a newline.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emit/text/yaml_document.h"

namespace flux::yaml {

/// One document. `header` is a comment above it all.
std::string write(const Node& document, std::string_view header = {});
/// Several documents, with `---` between.
std::string write_documents(std::span<const Node> documents, std::string_view header = {});

/// Whether both versions of YAML read `text`, unquoted, as that string.
bool is_plain(std::string_view text);

}  // namespace flux::yaml
