// Where source text comes from: the disk, or memory (an editor's unsaved buffers, tests, the embedded
// library).
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flux {

/// Why a file could not be read, as a phrase that fits after "cannot read `x`: ".
struct ReadError {
  enum class Kind { not_found, is_directory, too_large, loop, denied, io } kind;
  std::string reason;
};

class FileProvider {
public:
  virtual ~FileProvider() = default;

  /// The whole text of the file, at most `kLargestFile` bytes.
  virtual std::variant<std::string, ReadError> read(const std::string& path) = 0;
  virtual bool is_file(const std::string& path) = 0;
  virtual bool is_directory(const std::string& path) = 0;
  /// The paths (`path/name`) of the regular files directly in a folder, sorted; empty where it cannot be
  /// read.
  virtual std::vector<std::string> list(const std::string& path) = 0;
  /// A name that is the same for every way to write this file's path (symlinks resolved, `..` removed).
  virtual std::string canonical(const std::string& path) = 0;
};

/// Larger sources are refused: a `.flux` or layer file of this size is a mistake or an attack.
inline constexpr std::size_t kLargestFile = 64U * 1024 * 1024;

class DiskFileProvider final : public FileProvider {
public:
  std::variant<std::string, ReadError> read(const std::string& path) override;
  bool is_file(const std::string& path) override;
  bool is_directory(const std::string& path) override;
  std::vector<std::string> list(const std::string& path) override;
  std::string canonical(const std::string& path) override;
};

/// Files held in memory, by normalised path.
class MemoryFileProvider final : public FileProvider {
public:
  void add(std::string path, std::string text);
  std::variant<std::string, ReadError> read(const std::string& path) override;
  bool is_file(const std::string& path) override;
  bool is_directory(const std::string& path) override;
  std::vector<std::string> list(const std::string& path) override;
  std::string canonical(const std::string& path) override;

private:
  std::map<std::string, std::string> files_;
};

/// `.` and `..` removed, `/` doubled never; no file system is asked. Leading `..`s stay; nothing at all is
/// `.`.
std::string normalise_path(std::string_view path);
/// The path that `relative` means when it is written in a file at `from_file`.
std::string resolve_beside(std::string_view from_file, std::string_view relative);

}  // namespace flux
