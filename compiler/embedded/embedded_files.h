// The files that are part of the compiler's binary: one file to copy, and nothing to find at run time.
//
// The bytes live as long as the program. Paths are relative to the folder, with `/`, sorted bytewise.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace flux {

struct EmbeddedFile {
  std::string_view path;
  std::string_view text;
};

/// stdlib/**/*.flux
std::span<const EmbeddedFile> embedded_stdlib();

/// docs/errors/*.md, one page a code: "E3004.md"
std::span<const EmbeddedFile> embedded_error_pages();

/// The text of the file at exactly this path.
inline std::optional<std::string_view> find_embedded(std::span<const EmbeddedFile> files,
                                                     std::string_view path) {
  const auto found =
      std::lower_bound(files.begin(), files.end(), path,
                       [](const EmbeddedFile& file, std::string_view key) { return file.path < key; });
  if (found == files.end() || found->path != path) return std::nullopt;
  return found->text;
}

}  // namespace flux
