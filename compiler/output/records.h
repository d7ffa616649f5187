// What fluxc remembers of an output folder, as JSON files in it: the manifest of what it has written, and,
// while a build replaces files, the journal of what it is about to do.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/inventory.h"

namespace flux {

inline constexpr std::string_view kManifestName = ".flux-manifest.json";
/// See provenance.h.
inline constexpr std::string_view kProvenanceName = ".flux-provenance.json";
/// Holds the new content of files until they are put in place, and the journal.
inline constexpr std::string_view kStagingName = ".flux-staging";

struct Manifest {
  std::map<std::string, std::string, std::less<>> files;  ///< content_hash of each file of ours, by path
  Inventory inventory;                                    ///< empty in what an older fluxc has written
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

struct Journal {
  struct Write {
    std::string path;
    std::string staged;  ///< the name of its new content in the staging folder
    std::string before;  ///< the hash of what it replaces; empty: nothing was there
    std::string after;
  };
  struct Remove {
    std::string path;
    std::string before;
  };
  std::vector<Remove> removes;
  std::vector<Write> writes;
};

std::string print_manifest(const Manifest& manifest);
std::string print_journal(const Journal& journal);
/// Nothing when `text` is not what the functions above print, or names a path outside the folder.
std::optional<Manifest> parse_manifest(std::string_view text);
std::optional<Journal> parse_journal(std::string_view text);

}  // namespace flux
