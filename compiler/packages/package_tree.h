// What is vendored of a package, and by which hash it is known again.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "output/output_tree.h"

namespace flux {

inline constexpr std::size_t kMostPackageFiles = 10'000;
inline constexpr std::size_t kLargestPackage = 64U * 1024 * 1024;

/// Why a package cannot be vendored, as a sentence.
struct PackageRefusal {
  std::string reason;
};

/// Something that a package's source holds.
struct PackageEntry {
  enum class Kind : std::uint8_t { file, symlink, submodule, other } kind = Kind::file;
  std::string path;
  std::uint64_t size = 0;
  std::string content;  ///< by which its source knows the bytes: a path, or a name of Git's
};

/// Those entries that are vendored, sorted by path. Left out is what begins with a dot, and the output
/// folders of builds. Refused are symbolic links, submodules, paths that lead out, and more than a package
/// may hold.
std::variant<std::vector<PackageEntry>, PackageRefusal> select_entries(std::vector<PackageEntry> entries);

/// What a folder of this machine holds, no symbolic link followed and no hidden folder looked into.
std::variant<std::vector<PackageEntry>, PackageRefusal> list_folder(const std::string& folder);

/// The content_hash of each file of a package, by path.
using PackageFiles = std::map<std::string, std::string, std::less<>>;

PackageFiles package_files(const OutputTree& tree);
/// Those of a vendored package as it is on disk, apart from fluxc's own record of it.
std::variant<PackageFiles, PackageRefusal> vendored_files(const std::string& folder);

/// SHA-256 of the sorted paths and the hashes of what they hold.
std::string package_hash(const PackageFiles& files);

}  // namespace flux
