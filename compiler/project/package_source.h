// Where a package comes from that a project depends on, as `dependencies` of flux.yaml says it and flux.lock
// repeats it.
#pragma once

#include <string>
#include <string_view>

namespace flux {

struct PackageSource {
  std::string git;       ///< the address of a repository, as Git takes it; empty: a folder of this machine
  std::string revision;  ///< of the repository: a tag, a branch or a whole commit
  std::string folder;    ///< of the repository; empty: all of it
  std::string path;      ///< a folder, relative to flux.yaml; empty: a repository
  friend bool operator==(const PackageSource&, const PackageSource&) = default;
};

/// As people are told of it: `../common`, or the repository and its revision.
std::string package_source_name(const PackageSource& source);

/// Where the package of this name lies, below the root of the project.
std::string package_folder(std::string_view name);

/// Why a package cannot be called so, why Git is not given this address or this revision; empty when all is
/// well. None of the three is ever taken for an option, another transport or a path out of a folder.
std::string package_name_problem(std::string_view name);
std::string git_address_problem(std::string_view address);
/// Whether a URL has a password in it, which nobody should see.
bool has_password(std::string_view address);
std::string git_revision_problem(std::string_view revision);

}  // namespace flux
