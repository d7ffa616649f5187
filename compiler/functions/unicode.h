// Case and characters of UTF-8 text, independent of the machine's locale. Internal to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flux {

/// Unicode's simple mappings, one code point to one, as Go's (so `ß` stays). Broken bytes stay as they are.
std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
/// With the first letter of every word in title case, a word beginning after white space or ASCII
/// punctuation.
std::string to_title(std::string_view text);

bool is_space(char32_t c);

void append_utf8(std::string& text, char32_t c);
bool is_valid_utf8(std::string_view text);

/// What a reader takes for one character, by the rules of Unicode's extended grapheme clusters: marks and
/// joined emoji, flags, Hangul syllables and CR LF stay together. (Prepended marks of a few Indic scripts are
/// not joined.)
std::vector<std::string_view> split_characters(std::string_view text);

}  // namespace flux
