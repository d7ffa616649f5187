// Packages out of Git repositories, by the `git` of this machine.
//
// Nothing is checked out: files are read as Git's objects, so that neither hooks nor filters nor links of the
// repository have any effect here.
#pragma once

#include <string>
#include <variant>

#include "output/output_tree.h"
#include "packages/package_tree.h"
#include "project/package_source.h"

namespace flux {

struct GitPackage {
  std::string commit;
  OutputTree tree;
};

struct FetchFailure {
  std::string reason;  ///< what could not be done
  std::string said;    ///< by Git; may be empty
};

/// The files of `source` (with `git`) at `commit`, or, where that is empty, at the source's revision. A path
/// in the place of an address is relative to `root`.
std::variant<GitPackage, PackageRefusal, FetchFailure> fetch_git(const PackageSource& source,
                                                                 const std::string& commit,
                                                                 const std::string& root);

}  // namespace flux
