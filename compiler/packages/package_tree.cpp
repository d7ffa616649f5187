#include "packages/package_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/content_hash.h"
#include "output/records.h"
#include "source/file_provider.h"

namespace flux {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepestFolder = 64;
constexpr std::string_view kVendorFolder = "vendor/";

/// Whether a step of the path begins with a dot. `.` and `..` do not count: they are refused, not left out.
bool is_hidden(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view step = path.substr(0, slash);
    if (step.starts_with('.') && step != "." && step != "..") return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

bool is_below_any(std::string_view path, const std::set<std::string, std::less<>>& folders) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (folders.contains(path.substr(0, slash))) return true;
  }
  return false;
}

/// Folders that a build has written: not those of vendored packages, which are records of fluxc's as well.
std::set<std::string, std::less<>> output_folders(const std::vector<PackageEntry>& entries) {
  const std::string record = fmt::format("/{}", kManifestName);
  std::set<std::string, std::less<>> folders;
  for (const PackageEntry& entry : entries) {
    const std::string_view path = entry.path;
    if (!path.ends_with(record)) continue;
    const std::string_view folder = path.substr(0, path.size() - record.size());
    const std::string_view above = folder.substr(0, folder.rfind('/') + 1);
    if (above != kVendorFolder && !above.ends_with("/" + std::string(kVendorFolder))) folders.emplace(folder);
  }
  return folders;
}

std::string_view kind_name(PackageEntry::Kind kind) {
  switch (kind) {
    case PackageEntry::Kind::symlink:
      return "a symbolic link";
    case PackageEntry::Kind::submodule:
      return "a submodule";
    default:
      return "no ordinary file";
  }
}

enum class Hidden : std::uint8_t { passed_over, looked_into };

/// Adds what is in the folder and below it. Nothing when that was possible.
std::optional<PackageRefusal> walk(const fs::path& folder, const std::string& below, int depth, Hidden hidden,
                                   std::vector<PackageEntry>& found) {
  if (depth > kDeepestFolder) return PackageRefusal{fmt::format("`{}` lies too deep", below)};
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string path = below + entry->path().filename().string();
    std::error_code unreadable;
    const fs::file_status status = entry->symlink_status(unreadable);
    if (fs::is_directory(status)) {
      if (hidden == Hidden::passed_over && entry->path().filename().native().starts_with('.')) continue;
      if (auto refused = walk(entry->path(), path + "/", depth + 1, hidden, found)) return refused;
      continue;
    }
    const bool regular = fs::is_regular_file(status);
    found.push_back({.kind = regular                  ? PackageEntry::Kind::file
                             : fs::is_symlink(status) ? PackageEntry::Kind::symlink
                                                      : PackageEntry::Kind::other,
                     .path = path,
                     .size = regular ? entry->file_size(unreadable) : 0,
                     .content = entry->path().string()});
    // Of what is left out there may be more.
    if (found.size() > 10 * kMostPackageFiles) return PackageRefusal{"it holds too many files"};
  }
  if (error) return PackageRefusal{fmt::format("`{}` cannot be read: {}", folder.string(), error.message())};
  return std::nullopt;
}

std::variant<std::vector<PackageEntry>, PackageRefusal> list(const std::string& folder, Hidden hidden) {
  std::vector<PackageEntry> found;
  if (auto refused = walk(folder, "", 0, hidden, found)) return *std::move(refused);
  return found;
}

}  // namespace

std::variant<std::vector<PackageEntry>, PackageRefusal> list_folder(const std::string& folder) {
  return list(folder, Hidden::passed_over);
}

std::variant<std::vector<PackageEntry>, PackageRefusal> select_entries(std::vector<PackageEntry> entries) {
  const auto outputs = output_folders(entries);
  std::erase_if(entries, [&](const PackageEntry& entry) {
    return is_hidden(entry.path) || is_below_any(entry.path, outputs);
  });
  std::ranges::sort(entries, {}, &PackageEntry::path);
  std::uint64_t size = 0;
  for (const PackageEntry& entry : entries) {
    if (!is_output_path(entry.path))
      return PackageRefusal{"it holds a path that leads out of its folder, or that no file should have"};
    if (entry.kind != PackageEntry::Kind::file)
      return PackageRefusal{fmt::format("`{}` is {}", entry.path, kind_name(entry.kind))};
    size += entry.size;
  }
  if (entries.empty()) return PackageRefusal{"it holds no files"};
  if (entries.size() > kMostPackageFiles)
    return PackageRefusal{
        fmt::format("it holds {} files, and a package at most {}", entries.size(), kMostPackageFiles)};
  if (size > kLargestPackage)
    return PackageRefusal{fmt::format("it holds {} bytes, and a package at most {}", size, kLargestPackage)};
  return entries;
}

PackageFiles package_files(const OutputTree& tree) {
  PackageFiles files;
  for (const auto& [path, file] : tree.files()) files.emplace(path, content_hash(file.text));
  return files;
}

std::variant<PackageFiles, PackageRefusal> vendored_files(const std::string& folder) {
  auto listed = list(folder, Hidden::looked_into);
  if (auto* refused = std::get_if<PackageRefusal>(&listed)) return std::move(*refused);
  PackageFiles files;
  DiskFileProvider disk;
  for (const PackageEntry& entry : std::get<std::vector<PackageEntry>>(listed)) {
    if (entry.path == kManifestName) continue;
    if (entry.kind != PackageEntry::Kind::file)
      return PackageRefusal{fmt::format("`{}` is {}", entry.path, kind_name(entry.kind))};
    const auto text = disk.read(entry.content);
    if (const auto* error = std::get_if<ReadError>(&text))
      return PackageRefusal{fmt::format("`{}` cannot be read: {}", entry.path, error->reason)};
    files.emplace(entry.path, content_hash(std::get<std::string>(text)));
  }
  return files;
}

std::string package_hash(const PackageFiles& files) {
  std::string text;
  for (const auto& [path, hash] : files) text.append(path).append(1, '\0').append(hash).append(1, '\n');
  return content_hash(text);
}

}  // namespace flux
