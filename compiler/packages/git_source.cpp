#include "packages/git_source.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "packages/run_program.h"
#include "source/file_provider.h"

namespace flux {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListing = 64U * 1024 * 1024;
constexpr std::size_t kMostAnswer = 64U * 1024;

/// A folder that is gone when this is.
class ScratchFolder {
public:
  ScratchFolder() {
    std::error_code error;
    std::string pattern = (fs::temp_directory_path(error) / "fluxc-XXXXXX").string();
    if (!error && mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

private:
  std::string path_;
};

/// Git in a bare repository, deaf to what the repository around the project (in whose hook we may run) says.
class Git {
public:
  explicit Git(std::string repository) : repository_(std::move(repository)) {}

  ProgramRun run(std::vector<std::string> words, const std::string& input = {},
                 std::size_t most_output = kMostAnswer) const {
    std::vector<std::string> arguments = {"git", "-C",       repository_, "-c", "core.hooksPath=/dev/null",
                                          "-c",  "gc.auto=0"};
    arguments.insert(arguments.end(), std::make_move_iterator(words.begin()),
                     std::make_move_iterator(words.end()));
    return run_program(arguments, input,
                       {"GIT_ALLOW_PROTOCOL=file:git:http:https:ssh", "GIT_DIR", "GIT_WORK_TREE",
                        "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                        "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "LC_ALL=C"},
                       most_output);
  }

private:
  std::string repository_;
};

FetchFailure failure(std::string reason, const ProgramRun& run) {
  if (!run.started) return {"the program `git` cannot be run", "is it installed, and on the PATH?"};
  std::string said = run.errors;
  while (said.ends_with('\n')) said.pop_back();
  return {std::move(reason), std::move(said)};
}

bool is_commit(std::string_view revision) {
  return (revision.size() == 40 || revision.size() == 64) &&
         revision.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A path as Git, which runs elsewhere, finds it; any other address as it is.
std::string address_from(const std::string& address, const std::string& root) {
  const bool is_path = address.find(':') == std::string::npos;
  if (!is_path || address.starts_with('/')) return address;
  std::error_code error;
  return normalise_path(fmt::format("{}/{}/{}", fs::current_path(error).string(), root, address));
}

/// Reads `MODE TYPE NAME SIZE<TAB>PATH<NUL>…`, as `ls-tree -r -z -l` prints it.
std::vector<PackageEntry> read_listing(std::string_view text) {
  std::vector<PackageEntry> entries;
  const auto take = [&](char end) {
    while (end == ' ' && text.starts_with(' ')) text.remove_prefix(1);
    const std::size_t length = std::min(text.find(end), text.size());
    const std::string_view word = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    return word;
  };
  while (!text.empty()) {
    PackageEntry entry;
    const std::string_view mode = take(' ');
    take(' ');
    entry.content = take(' ');
    entry.size = std::strtoull(std::string(take('\t')).c_str(), nullptr, 10);
    entry.path = take('\0');
    entry.kind = mode == "120000"          ? PackageEntry::Kind::symlink
                 : mode == "160000"        ? PackageEntry::Kind::submodule
                 : mode.starts_with("100") ? PackageEntry::Kind::file
                                           : PackageEntry::Kind::other;
    entries.push_back(std::move(entry));
  }
  return entries;
}

/// Takes the answers `NAME blob SIZE\n<bytes>\n` of `cat-file --batch`; false when they are none.
bool read_contents(std::string_view answers, const std::vector<PackageEntry>& entries, OutputTree& tree) {
  for (const PackageEntry& entry : entries) {
    const std::string head = fmt::format("{} blob {}\n", entry.content, entry.size);
    if (!answers.starts_with(head) || answers.size() < head.size() + entry.size + 1) return false;
    answers.remove_prefix(head.size());
    if (tree.add(entry.path, std::string(answers.substr(0, entry.size))) != nullptr) return false;
    answers.remove_prefix(entry.size + 1);
  }
  return true;
}

}  // namespace

std::variant<GitPackage, PackageRefusal, FetchFailure> fetch_git(const PackageSource& source,
                                                                 const std::string& commit,
                                                                 const std::string& root) {
  const ScratchFolder scratch;
  if (scratch.path().empty()) return FetchFailure{"no folder can be made for what is fetched", ""};
  const Git git(scratch.path());
  if (const ProgramRun made = git.run({"init", "--quiet", "--bare"}); !made.succeeded())
    return failure("no repository can be made for what is fetched", made);

  const std::string address = address_from(source.git, root);
  const std::string wanted = commit.empty() ? source.revision : commit;
  ProgramRun fetched = git.run(
      {"fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1", "--", address, wanted});
  std::string name = "FETCH_HEAD";
  if (!fetched.succeeded() && is_commit(wanted)) {
    // Not every server gives out a commit by its name.
    const ProgramRun everything = git.run({"fetch", "--quiet", "--no-recurse-submodules", "--", address,
                                           "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"});
    if (everything.succeeded()) fetched = everything;
    name = wanted;
  }
  if (!fetched.succeeded())
    return failure(fmt::format("Git does not get `{}` from `{}`", wanted, source.git), fetched);

  GitPackage package;
  const ProgramRun resolved =
      git.run({"rev-parse", "--verify", "--quiet", "--end-of-options", fmt::format("{}^{{commit}}", name)});
  package.commit = resolved.output.substr(0, resolved.output.find('\n'));
  if (!resolved.succeeded() || !is_commit(package.commit) || (!commit.empty() && package.commit != commit))
    return failure(fmt::format("`{}` has no commit `{}`", source.git, wanted), resolved);

  const ProgramRun listed = git.run(
      {"ls-tree", "-r", "-z", "-l", "--full-tree", fmt::format("{}:{}", package.commit, source.folder)}, {},
      kMostListing);
  if (!listed.succeeded())
    return failure(fmt::format("`{}` has no folder `{}` at `{}`", source.git, source.folder, source.revision),
                   listed);
  auto selected = select_entries(read_listing(listed.output));
  if (auto* refused = std::get_if<PackageRefusal>(&selected)) return std::move(*refused);
  const auto& entries = std::get<std::vector<PackageEntry>>(selected);
  std::string names;
  for (const PackageEntry& entry : entries) names.append(entry.content).append(1, '\n');
  const ProgramRun contents = git.run({"cat-file", "--batch"}, names, 2 * kLargestPackage);
  if (!contents.succeeded() || !read_contents(contents.output, entries, package.tree))
    return failure(
        fmt::format("Git does not read what `{}` holds, or two of its paths differ in case only", source.git),
        contents);
  return package;
}

}  // namespace flux
