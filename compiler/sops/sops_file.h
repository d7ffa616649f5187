// A file that SOPS has encrypted, read without any key and held against what SOPS, and the repository's
// `.sops.yaml`, want of it.
//
// SOPS leaves keys, structure and the types of the values in the clear. What cannot be seen without a key (a
// MAC that does not match, a value swapped with another) is found by whoever decrypts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sops/creation_rules.h"
#include "sops/document.h"

namespace flux::sops {

/// A larger file, or a deeper or wider tree, is refused.
inline constexpr std::size_t kLargestSopsFile = 4U * 1024 * 1024;
inline constexpr std::size_t kDeepestSopsTree = 32;
inline constexpr std::size_t kLargestSopsTree = 50'000;

/// Reads the text at `path`. Nothing after an error that leaves nothing to read. Reports what could not be
/// decrypted (E5202), what stands in the clear (E5203), recipients that are none (E5204) and a file that no
/// creation rule is for (E5205); warns of recipients that the rule has not (W5120). `root`: the folder that
/// bounds the search for `.sops.yaml`; empty for none.
std::optional<Document> read_sops_file(const std::string& path, std::string text, std::string_view root,
                                       CreationRulesReader& rules, SourceManager& sources, Arena& arena,
                                       Diagnostics& diagnostics);

}  // namespace flux::sops
