#include "source/file_provider.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <system_error>

namespace flux {
namespace {

using Kind = ReadError::Kind;

class FileDescriptor {
public:
  explicit FileDescriptor(int value) : value_(value) {}
  ~FileDescriptor() {
    if (value_ >= 0) close(value_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return value_; }

private:
  int value_;
};

ReadError not_found() {
  return {Kind::not_found, "no such file"};
}

ReadError from_errno(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return not_found();
    case ELOOP:
      return {Kind::loop, "its symbolic links form a loop"};
    case EACCES:
    case EPERM:
      return {Kind::denied, "permission denied"};
    case EISDIR:
      return {Kind::is_directory, "it is a directory"};
    case ENAMETOOLONG:
      return {Kind::io, "the name is too long"};
    case EAGAIN:
      return {Kind::io, "reading it would wait for another program"};
    default:
      return {Kind::io, std::generic_category().message(error)};
  }
}

ReadError too_large(std::size_t size) {
  return {Kind::too_large, "it has " + std::to_string(size) + " bytes, more than the " +
                               std::to_string(kLargestFile) + " that a file may have"};
}

/// What makes a file unfit to be read, found before a byte of it is.
std::optional<ReadError> refusal(const struct stat& status) {
  if (S_ISDIR(status.st_mode)) return from_errno(EISDIR);
  if (!S_ISREG(status.st_mode)) return ReadError{Kind::io, "it is not a regular file"};
  if (static_cast<std::size_t>(status.st_size) > kLargestFile) {
    return too_large(static_cast<std::size_t>(status.st_size));
  }
  return std::nullopt;
}

/// The operating system would read a name only up to its first NUL byte.
bool has_nul(const std::string& path) {
  return path.find('\0') != std::string::npos;
}

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status {};
  if (has_nul(path) || stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

/// `path` as the beginning of the paths of what is in it.
std::string as_folder(std::string path) {
  if (!path.ends_with('/')) path += '/';
  return path;
}

}  // namespace

std::variant<std::string, ReadError> DiskFileProvider::read(const std::string& path) {
  if (has_nul(path)) return not_found();

  // Asked first by name, since opening a device can have effects, and again once open, since a name can be
  // given to another file in between. Without O_NONBLOCK, opening a fifo would wait for its writer.
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return from_errno(errno);
  if (auto error = refusal(status)) return *error;
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0 || fstat(file.get(), &status) != 0) return from_errno(errno);
  if (auto error = refusal(status)) return *error;

  // The size is only a hint: a file can grow while it is read, and those of /proc have none.
  std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t size = 0;
  while (true) {
    if (size == text.size()) text.resize(std::min(2 * size + 4096, kLargestFile + 1));
    const ssize_t count = ::read(file.get(), text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return from_errno(errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (size > kLargestFile) return too_large(size);
  }
  text.resize(size);
  return text;
}

bool DiskFileProvider::is_file(const std::string& path) {
  const auto status = status_of(path);
  return status && S_ISREG(status->st_mode);
}

bool DiskFileProvider::is_directory(const std::string& path) {
  const auto status = status_of(path);
  return status && S_ISDIR(status->st_mode);
}

std::vector<std::string> DiskFileProvider::list(const std::string& path) {
  std::vector<std::string> files;
  if (has_nul(path)) return files;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(path.c_str()), closedir);
  if (!folder) return files;
  while (const dirent* entry = readdir(folder.get())) {
    std::string file = as_folder(path) + entry->d_name;
    if (is_file(file)) files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string DiskFileProvider::canonical(const std::string& path) {
  if (has_nul(path)) return normalise_path(path);
  const std::unique_ptr<char, void (*)(void*)> real(realpath(path.c_str(), nullptr), std::free);
  return real ? std::string(real.get()) : normalise_path(path);
}

void MemoryFileProvider::add(std::string path, std::string text) {
  files_.insert_or_assign(normalise_path(path), std::move(text));
}

std::variant<std::string, ReadError> MemoryFileProvider::read(const std::string& path) {
  const auto found = files_.find(normalise_path(path));
  if (found == files_.end()) return is_directory(path) ? from_errno(EISDIR) : not_found();
  if (found->second.size() > kLargestFile) return too_large(found->second.size());
  return found->second;
}

bool MemoryFileProvider::is_file(const std::string& path) {
  return files_.contains(normalise_path(path));
}

bool MemoryFileProvider::is_directory(const std::string& path) {
  const std::string normal = normalise_path(path);
  if (normal == ".") {
    return std::any_of(files_.begin(), files_.end(), [](const auto& file) { return file.first[0] != '/'; });
  }
  const std::string folder = as_folder(normal);
  const auto first = files_.lower_bound(folder);
  return first != files_.end() && first->first.starts_with(folder);
}

std::vector<std::string> MemoryFileProvider::list(const std::string& path) {
  std::vector<std::string> files;
  const std::string normal = normalise_path(path);
  const std::string folder = normal == "." ? "" : as_folder(normal);
  for (auto file = files_.lower_bound(folder); file != files_.end(); ++file) {
    if (!file->first.starts_with(folder)) break;
    if (file->first.find('/', folder.size()) == std::string::npos) files.push_back(file->first);
  }
  return files;
}

std::string MemoryFileProvider::canonical(const std::string& path) {
  return normalise_path(path);
}

std::string normalise_path(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!absolute) {
      parts.push_back(part);
    }
  }
  std::string result = absolute ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += '/';
    result += parts[i];
  }
  return result.empty() ? "." : result;
}

std::string resolve_beside(std::string_view from_file, std::string_view relative) {
  const std::size_t slash = from_file.rfind('/');
  if (relative.starts_with('/') || slash == std::string_view::npos) return normalise_path(relative);
  std::string path(from_file.substr(0, slash + 1));
  return normalise_path(path += relative);
}

}  // namespace flux
