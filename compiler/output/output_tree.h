// What one environment becomes: the files of its output folder, before anything is written.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "output/inventory.h"
#include "source/source_span.h"

namespace flux {

class OutputTree {
public:
  struct File {
    std::string text;
    SourceSpan owner;  ///< what in the source made it
  };

  /// Adds a file. When another file stands in its way, nothing is added and that file is returned: one of the
  /// same path (or one that differs only by case, which some disks hold for the same), one where `path` needs
  /// a folder, or one in a folder of that name. Otherwise nullptr. Only paths that `is_output_path` admits
  /// can be written; `commit` refuses a tree with others.
  const File* add(std::string path, std::string text, SourceSpan owner = {});

  bool contains(std::string_view path) const { return files_.find(path) != files_.end(); }
  /// Whether any file is in this folder, at any depth.
  bool contains_folder(std::string_view path) const;
  const std::map<std::string, File, std::less<>>& files() const { return files_; }

  /// What the files make in the world; recorded with them.
  Inventory inventory;
  /// What the files are built from, as it is recorded with them; empty: what is recorded stays.
  std::string provenance;

private:
  std::map<std::string, File, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> folded_;  // the path by itself in lower case
};

/// Whether a file can have this path inside an output folder: relative, `/` between its steps, none of them
/// empty, `.` or `..` or longer than a file name may be, valid UTF-8 without control characters, and none of
/// fluxc's own
/// (`.flux-…` at the top).
bool is_output_path(std::string_view path);

}  // namespace flux
