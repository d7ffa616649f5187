// Unicode as the printers need it: one code point at a time, and the few classes that decide how text is
// written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flux {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

struct CodePoint {
  char32_t value;
  std::size_t size;  ///< bytes taken, at least 1
};

/// The code point that begins at `at`, which must be inside the text. A byte that is not part of valid UTF-8
/// is one replacement character.
CodePoint decode_code_point(std::string_view text, std::size_t at);

/// Whether a reader could not see it: controls, NEL and the Unicode line separators, the byte order mark,
/// zero-width and bidirectional marks, noncharacters, and replacement characters that stand for broken bytes.
bool is_invisible(CodePoint point);

/// Whether it can only be a character of its own, never merging with its neighbours into one that a reader
/// sees. Errs towards no.
bool is_lone_character(char32_t point);

/// Appends `\uXXXX`, or `\UXXXXXXXX` above the basic plane, as HCL and YAML both read it.
void append_unicode_escape(std::string& out, char32_t point);

/// Appends `text` as lines of `# …`, each indented by `indent` spaces; nothing for empty text. What would end
/// the comment early becomes a space.
void append_comment(std::string& out, std::string_view text, std::size_t indent);

}  // namespace flux
