#include "output/replace_files.h"

#include <fmt/format.h>

#include "output/folder.h"

namespace flux {
namespace {

std::string staged_path(const std::string& path) {
  return path + ".flux-new";
}

void check_free(Folder& folder, const std::string& path) {
  const Folder::Entry entry = folder.look(path);
  if (entry.kind == Folder::Kind::absent || entry.kind == Folder::Kind::file) return;
  const bool link = entry.kind == Folder::Kind::symlink;
  throw FolderError{link ? Code::output_symlink : Code::output_not_writable,
                    fmt::format("cannot write `{}`: `{}` is {}", folder.full(path), folder.full(entry.path),
                                link ? "a symbolic link" : "no ordinary file"),
                    "move it away"};
}

void remove_if_there(Folder& folder, const std::string& path) {
  if (folder.look(path).kind != Folder::Kind::absent) folder.remove(path);
}

}  // namespace

bool replace_files(const std::string& path, const std::vector<NewContent>& files, Diagnostics& diagnostics) {
  std::optional<Folder> folder;
  std::vector<std::string> staged;
  try {
    folder.emplace(Folder::create(path, {}));
    for (const NewContent& file : files) check_free(*folder, file.path);
    for (const NewContent& file : files) {
      folder->make_parents(file.path);
      const std::string beside = staged_path(file.path);
      remove_if_there(*folder, beside);  // of a run that was killed
      staged.push_back(beside);
      folder->write(beside, file.bytes);
    }
    folder->sync();
    for (const NewContent& file : files) folder->rename(staged_path(file.path), file.path);
    return true;
  } catch (const FolderError& error) {
    diagnostics.error(error.code, {}, error.message)
        .note("nothing was changed")
        .with_help(error.code == Code::output_not_writable
                       ? "make room, or the folder writable, and try again"
                       : error.help);
  }
  try {
    for (const std::string& beside : staged) remove_if_there(*folder, beside);
  } catch (const FolderError&) {
    // What is left is in nobody's way.
  }
  return false;
}

}  // namespace flux
