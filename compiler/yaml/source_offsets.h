// From where libyaml says something is, in code points, to where it is in the file, in bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flux {

/// libyaml knows no surrogate pairs (`\ud83d\ude00`), which JSON writes for characters beyond U+FFFF. In a
/// JSON text each is rewritten as `\U0001f600`; `ends` are the offsets in `text` after each, every one 2
/// bytes shorter than before.
struct JoinedSurrogates {
  std::string text;
  std::vector<std::uint32_t> ends;
};
/// `text` is left as it is (and nothing copied: `result.text` is empty) when it has no pair or is no JSON.
JoinedSurrogates join_surrogates(std::string_view text);

class SourceOffsets {
public:
  /// `read` is what libyaml reads; `before` the bytes of the file that stand before it (a byte order mark).
  SourceOffsets(std::string_view read, std::size_t before, const std::vector<std::uint32_t>& joined_ends);

  /// Positions that are near each other are cheap to ask for one after another.
  std::uint32_t of_code_point(std::size_t index);
  std::uint32_t of_byte(std::size_t offset) const;

private:
  std::string_view text_;
  std::size_t before_;
  const std::vector<std::uint32_t>& joined_ends_;
  bool ascii_;
  std::size_t index_ = 0;   // the code point asked for last,
  std::size_t offset_ = 0;  // and its byte
};

}  // namespace flux
