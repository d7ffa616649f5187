#include "output/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

namespace flux {
namespace {

constexpr int kStepFlags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr mode_t kFileMode = 0666;       // the user's umask takes from these
constexpr mode_t kDirectoryMode = 0777;  // likewise
constexpr auto kLockPatience = std::chrono::seconds(3);
constexpr auto kLockPause = std::chrono::milliseconds(50);

class Descriptor {
public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

private:
  int value_;
};

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string leaf_of(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

std::string reason_of(int error) {
  std::string reason = std::generic_category().message(error);
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z')
    reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  return reason;
}

std::string help_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space and build again";
    case EFBIG:
      return "raise the limit for the size of files (`ulimit -f`) and build again";
    case EACCES:
    case EPERM:
    case EROFS:
      return "make it writable, or choose another folder with `-o`";
    case ENOTDIR:
    case EEXIST:
      return "move away what stands there, or choose another folder with `-o`";
    default:
      return {};
  }
}

FolderError not_writable(std::string_view action, std::string_view path, int error) {
  return {Code::output_not_writable, fmt::format("cannot {} `{}`: {}", action, path, reason_of(error)),
          help_for(error)};
}

Folder::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return Folder::Kind::file;
  if (S_ISDIR(mode)) return Folder::Kind::directory;
  return S_ISLNK(mode) ? Folder::Kind::symlink : Folder::Kind::other;
}

}  // namespace

Folder::Folder(std::string path, int root, std::function<void()> on_step)
    : path_(std::move(path)), root_(root), on_step_(std::move(on_step)) {}

Folder::Folder(Folder&& other) noexcept
    : path_(std::move(other.path_)),
      root_(std::exchange(other.root_, -1)),
      on_step_(std::move(other.on_step_)),
      parent_path_(std::move(other.parent_path_)),
      parent_(std::exchange(other.parent_, -1)) {}

Folder::~Folder() {
  close_parent();
  if (root_ >= 0) close(root_);
}

Folder Folder::create(const std::string& path, std::function<void()> on_step) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    // One that exists, or that may not be made, shows in opening the last.
    mkdir(path.substr(0, slash).c_str(), kDirectoryMode);
  }
  if (mkdir(path.c_str(), kDirectoryMode) != 0 && errno != EEXIST)
    throw not_writable("make the folder", path, errno);
  const int root = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) throw not_writable("open the folder", path, errno);
  return Folder(path, root, std::move(on_step));
}

std::optional<Folder> Folder::open(const std::string& path) {
  const int root = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root >= 0) return Folder(path, root, {});
  if (errno == ENOENT) return std::nullopt;
  throw not_writable("open the folder", path, errno);
}

void Folder::lock() {
  const auto end = std::chrono::steady_clock::now() + kLockPatience;
  while (flock(root_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return;  // a file system without locks
    if (std::chrono::steady_clock::now() >= end) {
      throw FolderError{Code::output_in_use, fmt::format("another build is writing to `{}`", path_),
                        "wait until it has ended and build again"};
    }
    std::this_thread::sleep_for(kLockPause);
  }
}

Folder::Entry Folder::look(const std::string& path) {
  const auto kind_at = [this](int at, const std::string& name, std::string_view shown) {
    struct stat status {};
    if (fstatat(at, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return kind_of(status.st_mode);
    if (errno == ENOENT) return Kind::absent;
    fail("look at", shown, errno);
  };
  if (const int at = parent(path); at >= 0) return {kind_at(at, leaf_of(path), path), path};
  // Something before the last step is missing or no folder: find it.
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string before = path.substr(0, slash);
    const int at = parent(before);
    if (at < 0) fail("open", before, errno);
    const Kind kind = kind_at(at, leaf_of(before), before);
    if (kind == Kind::absent) return {Kind::absent, path};
    if (kind != Kind::directory) return {kind, before};
  }
  fail("open", path, EACCES);
}

std::optional<std::string> Folder::read(const std::string& path) {
  const int at = parent(path);
  if (at < 0 && errno == ENOENT) return std::nullopt;
  const Descriptor file(
      at < 0 ? -1 : openat(at, leaf_of(path).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) fail("read", path, errno);
  if (!S_ISREG(status.st_mode)) fail("read", path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);

  std::string bytes(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    if (size == bytes.size()) bytes.resize(2 * size);
    const ssize_t count = ::read(file.get(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read", path, errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return bytes;
}

std::vector<std::string> Folder::list(const std::string& path) {
  std::vector<std::string> names;
  const int at = parent(path);
  Descriptor opened(
      at < 0 ? -1 : openat(at, leaf_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (opened.get() < 0 && errno == ENOENT) return names;
  if (opened.get() < 0) fail("read the folder", path, errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(fdopendir(opened.get()), closedir);
  if (!folder) fail("read the folder", path, errno);
  opened.release();
  while (const dirent* entry = readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void Folder::check_writable(const std::string& path) {
  std::string_view folder = parent_of(path);
  int at = parent(path);
  while (at < 0 && !folder.empty()) {
    at = parent(folder);
    folder = parent_of(folder);
  }
  if (at < 0 || faccessat(at, ".", W_OK | X_OK, AT_EACCESS) != 0) fail("write", path, errno);
}

void Folder::make_directory(const std::string& path) {
  step();
  const int at = parent(path);
  if (at < 0 || mkdirat(at, leaf_of(path).c_str(), kDirectoryMode) != 0) fail("make the folder", path, errno);
}

void Folder::make_parents(const std::string& path) {
  if (parent(path) >= 0) return;
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    if (look(folder).kind == Kind::absent) make_directory(folder);
  }
}

void Folder::write(const std::string& path, std::string_view bytes) {
  step();
  const int at = parent(path);
  const Descriptor file(at < 0 ? -1
                               : openat(at, leaf_of(path).c_str(),
                                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (file.get() < 0) fail("write", path, errno);
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Folder::rename(const std::string& from, const std::string& to) {
  step();
  // The two parents are needed at once.
  const int from_parent = parent(from);
  const Descriptor source(from_parent < 0 ? -1 : fcntl(from_parent, F_DUPFD_CLOEXEC, 0));
  const int target = source.get() < 0 ? -1 : parent(to);
  if (target < 0 || renameat(source.get(), leaf_of(from).c_str(), target, leaf_of(to).c_str()) != 0) {
    fail("write", to, errno);
  }
}

void Folder::remove(const std::string& path) {
  step();
  const int at = parent(path);
  if (at < 0 || unlinkat(at, leaf_of(path).c_str(), 0) != 0) fail("remove", path, errno);
}

bool Folder::remove_directory(const std::string& path) {
  step();
  const int at = parent(path);
  if (at >= 0 && unlinkat(at, leaf_of(path).c_str(), AT_REMOVEDIR) == 0) {
    close_parent();  // it may be of a folder that is gone
    return true;
  }
  if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT) return false;
  fail("remove the folder", path, errno);
}

void Folder::sync() {
  step();
  if (syncfs(root_) != 0) fail("write", "", errno);
}

std::string Folder::full(std::string_view path) const {
  if (path.empty()) return path_;
  return fmt::format("{}{}{}", path_, path_.ends_with('/') ? "" : "/", path);
}

int Folder::parent(std::string_view path) {
  const std::string_view folder = parent_of(path);
  if (folder.empty()) return root_;
  if (parent_ >= 0 && parent_path_ == folder) return parent_;
  close_parent();

  int at = root_;
  for (std::string_view rest = folder;;) {
    const std::size_t slash = rest.find('/');
    const int next = openat(at, std::string(rest.substr(0, slash)).c_str(), kStepFlags);
    const int error = errno;
    if (at != root_) close(at);
    errno = error;
    if (next < 0) return -1;
    at = next;
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  parent_ = at;
  parent_path_ = folder;
  return parent_;
}

void Folder::close_parent() {
  if (parent_ >= 0) close(parent_);
  parent_ = -1;
}

void Folder::step() const {
  if (on_step_) on_step_();
}

void Folder::fail(std::string_view action, std::string_view path, int error) const {
  throw not_writable(action, full(path), error);
}

}  // namespace flux
