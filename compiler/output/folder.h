// The system calls under an output folder. Paths are relative to it; no symbolic link in one is ever
// followed, so that nothing outside is touched, whatever stands in the folder.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/codes.h"

namespace flux {

/// Thrown by Folder and caught where the room's functions begin.
struct FolderError {
  Code code;
  std::string message;
  std::string help;
};

class Folder {
public:
  enum class Kind { absent, file, directory, symlink, other };
  struct Entry {
    Kind kind = Kind::absent;
    /// What the kind is of: the path asked for, or the first step before it that is no folder.
    std::string path;
  };

  /// Makes the folder, and those it is in, where it is missing. `on_step` (or none) is called before every
  /// change.
  static Folder create(const std::string& path, std::function<void()> on_step);
  /// For reading; nothing where there is no such folder.
  static std::optional<Folder> open(const std::string& path);
  ~Folder();
  Folder(Folder&& other) noexcept;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder& operator=(Folder&&) = delete;

  /// Waits a few seconds for another build on this folder to end; throws output_in_use then. Held until
  /// destruction.
  void lock();

  Entry look(const std::string& path);
  /// The content of what must be a file; nothing where there is none.
  std::optional<std::string> read(const std::string& path);
  /// The names in a folder, sorted; empty where there is none.
  std::vector<std::string> list(const std::string& path);
  /// Throws unless files can be made and removed beside `path`, as far as folders exist.
  void check_writable(const std::string& path);

  void make_directory(const std::string& path);
  void make_parents(const std::string& path);
  /// There must be no such file.
  void write(const std::string& path, std::string_view bytes);
  void rename(const std::string& from, const std::string& to);
  void remove(const std::string& path);
  /// False when it is not empty.
  bool remove_directory(const std::string& path);
  /// Waits until all of the above has reached the disk.
  void sync();

  /// As it is shown.
  std::string full(std::string_view path) const;

private:
  Folder(std::string path, int root, std::function<void()> on_step);
  /// The descriptor (owned by the folder, until the next call) of what `path` is in. -1, and errno: it cannot
  /// be opened.
  int parent(std::string_view path);
  void close_parent();
  void step() const;
  [[noreturn]] void fail(std::string_view action, std::string_view path, int error) const;

  std::string path_;
  int root_;
  std::function<void()> on_step_;
  std::string parent_path_;  // of `parent_`, the last one asked for: paths come sorted
  int parent_ = -1;
};

}  // namespace flux
