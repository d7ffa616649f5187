#include "output/folder_transaction.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/content_hash.h"

namespace flux {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Outcome = WriteReport::Outcome;
using Files = std::map<std::string, std::string>;

const std::string kProvenancePath(kProvenanceName);

OutputTree tree_of(const Files& files) {
  OutputTree tree;
  for (const auto& [path, text] : files) {
    if (path == kProvenancePath) {
      tree.provenance = text;
    } else {
      EXPECT_EQ(tree.add(path, text), nullptr) << path;
    }
  }
  return tree;
}

class TransactionTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "flux-output-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    base_ = name;
    folder_ = base_ / "out/prod";
  }
  void TearDown() override { fs::remove_all(base_); }

  WriteReport build(const Files& files, const CommitOptions& options = {}) {
    diagnostics_ = {};
    return commit(tree_of(files), folder_.string(), diagnostics_, options);
  }
  WriteReport dry_run(const Files& files) {
    diagnostics_ = {};
    return compare(tree_of(files), folder_.string(), diagnostics_);
  }
  void put(const std::string& path, const std::string& text) {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }
  /// Every file in the folder but the manifest.
  Files on_disk() const {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file()) continue;
      std::stringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      files.emplace(entry.path().lexically_relative(folder_).string(), text.str());
    }
    files.erase(".flux-manifest.json");
    return files;
  }
  std::vector<std::string> codes() const {
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : diagnostics_.all())
      result.emplace_back(code_info(diagnostic.code).code);
    return result;
  }

  fs::path base_;
  fs::path folder_;
  Diagnostics diagnostics_;
};

TEST(ContentHash, IsSha256) {
  EXPECT_EQ(content_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(TransactionTest, CreatesChangesRemovesAndKeeps) {
  WriteReport report = build({{"a.tf", "1"}, {"sub/b.tf", "2"}, {"sub/deep/c.tf", "3"}});
  EXPECT_EQ(report.outcome, Outcome::done);
  EXPECT_THAT(report.created, ElementsAre("a.tf", "sub/b.tf", "sub/deep/c.tf"));
  EXPECT_EQ(on_disk(), (Files{{"a.tf", "1"}, {"sub/b.tf", "2"}, {"sub/deep/c.tf", "3"}}));
  const auto time = fs::last_write_time(folder_ / "a.tf");

  const Files next = {{"a.tf", "1"}, {"sub/b.tf", "two"}, {"new/d.tf", "4"}};
  EXPECT_FALSE(dry_run(next).up_to_date());
  report = build(next);
  EXPECT_THAT(report.created, ElementsAre("new/d.tf"));
  EXPECT_THAT(report.changed, ElementsAre("sub/b.tf"));
  EXPECT_THAT(report.removed, ElementsAre("sub/deep/c.tf"));
  EXPECT_THAT(report.unchanged, ElementsAre("a.tf"));
  EXPECT_EQ(on_disk(), next);
  EXPECT_FALSE(fs::exists(folder_ / "sub/deep"));
  EXPECT_FALSE(fs::exists(folder_ / ".flux-staging"));
  EXPECT_EQ(fs::last_write_time(folder_ / "a.tf"), time);
  EXPECT_TRUE(dry_run(next).up_to_date());
  EXPECT_TRUE(diagnostics_.empty());
}

TEST_F(TransactionTest, CompareWritesNothing) {
  EXPECT_THAT(dry_run({{"a", "1"}}).created, ElementsAre("a"));
  EXPECT_FALSE(fs::exists(base_ / "out"));
  build({{"a", "1"}, {"b", "2"}});
  const WriteReport report = dry_run({{"a", "x"}});
  EXPECT_THAT(report.changed, ElementsAre("a"));
  EXPECT_THAT(report.removed, ElementsAre("b"));
  EXPECT_EQ(on_disk(), (Files{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(read_output(folder_.string(), "a"), "1");
  EXPECT_EQ(read_output(folder_.string(), "../prod/a"), std::nullopt);
}

TEST_F(TransactionTest, AnUpToDateFolderIsNotTouched) {
  build({{"a", "1"}});
  int steps = 0;
  build({{"a", "1"}}, {.on_step = [&steps] { ++steps; }});
  EXPECT_EQ(steps, 0);
}

TEST_F(TransactionTest, ForeignFilesStayByteForByte) {
  const Files foreign = {
      {"t/terraform.tfstate", "state"}, {"t/.terraform/x", "y"}, {"t/.terraform.lock.hcl", "l"}};
  for (const auto& [path, text] : foreign) put(path, text);
  build({{"t/main.tf", "1"}});
  build({});
  EXPECT_EQ(on_disk(), foreign);
}

TEST_F(TransactionTest, RefusesToReplaceForeignFiles) {
  put("a", "mine");
  put("d/x", "mine");
  put("f", "mine");
  const WriteReport report = build({{"a", "1"}, {"b", "2"}, {"d", "3"}, {"f/g", "4"}});
  EXPECT_EQ(report.outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7101", "E7101", "E7101"));
  EXPECT_THAT(diagnostics_.all()[0].message, HasSubstr("out/prod/a`"));
  EXPECT_EQ(on_disk(), (Files{{"a", "mine"}, {"d/x", "mine"}, {"f", "mine"}}));
}

TEST_F(TransactionTest, RecordsTheProvenance) {
  EXPECT_TRUE(dry_run({{"a", "1"}, {kProvenancePath, "x"}}).provenance_outdated);
  build({{"a", "1"}, {kProvenancePath, "x"}});
  EXPECT_EQ(recorded_provenance(folder_.string()), "x");
  EXPECT_TRUE(dry_run({{"a", "1"}, {kProvenancePath, "x"}}).up_to_date());
  EXPECT_FALSE(dry_run({{"a", "1"}, {kProvenancePath, "y"}}).up_to_date());
  const WriteReport report = build({{"a", "1"}, {kProvenancePath, "y"}});
  EXPECT_THAT(report.unchanged, ElementsAre("a"));
  EXPECT_EQ(recorded_provenance(folder_.string()), "y");
  build({{"b", "1"}});
  EXPECT_EQ(recorded_provenance(folder_.string()), "y");

  fs::remove(folder_ / kProvenancePath);
  fs::create_symlink(base_ / "elsewhere", folder_ / kProvenancePath);
  EXPECT_EQ(recorded_provenance(folder_.string()), std::nullopt);
  EXPECT_EQ(build({{"b", "1"}, {kProvenancePath, "y"}}).outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7102"));
  fs::remove(folder_ / kProvenancePath);
  fs::create_directory(folder_ / kProvenancePath);
  EXPECT_EQ(build({{"b", "1"}, {kProvenancePath, "y"}}).outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7101"));
}

TEST_F(TransactionTest, FindsForeignFiles) {
  const Files ours = {{"a", "1"}, {"terraform/main/main.tf", "2"}, {kProvenancePath, "x"}};
  build(ours);
  put("terraform/main/.terraform/providers/x", "p");
  put("terraform/main/.terraform.lock.hcl", "l");
  put("terraform/main/terraform.tfstate", "s");
  EXPECT_THAT(foreign_files(tree_of(ours), folder_.string(), diagnostics_), IsEmpty());
  put("terraform/main/more.tf", "m");
  put("kubernetes/.terraform/x.yaml", "k");
  put(".flux-other", "o");
  fs::create_symlink(base_, folder_ / "link");
  fs::create_directories(folder_ / "empty/deeper");
  EXPECT_THAT(foreign_files(tree_of(ours), folder_.string(), diagnostics_),
              ElementsAre(".flux-other", "kubernetes/.terraform/x.yaml", "link", "terraform/main/more.tf"));
  EXPECT_THAT(foreign_files(tree_of(ours), (base_ / "nowhere").string(), diagnostics_), IsEmpty());
  EXPECT_TRUE(diagnostics_.empty());
}

TEST_F(TransactionTest, AdoptsIdenticalFiles) {
  put("a", "same");
  EXPECT_TRUE(dry_run({{"a", "same"}}).manifest_outdated);
  EXPECT_THAT(build({{"a", "same"}}).unchanged, ElementsAre("a"));
  EXPECT_THAT(build({}).removed, ElementsAre("a"));
  EXPECT_THAT(on_disk(), IsEmpty());
}

TEST_F(TransactionTest, OverwritesEditedFilesAndKeepsThoseNoLongerWritten) {
  build({{"a", "1"}, {"b", "2"}});
  put("a", "edited");
  put("b", "edited");
  EXPECT_EQ(build({{"a", "new"}}).outcome, Outcome::done);
  EXPECT_THAT(codes(), ElementsAre("W7101", "W7101"));
  EXPECT_EQ(on_disk(), (Files{{"a", "new"}, {"b", "edited"}}));
  build({{"a", "new"}});
  EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(TransactionTest, RestoresDeletedFiles) {
  build({{"a", "1"}});
  fs::remove(folder_ / "a");
  EXPECT_THAT(build({{"a", "1"}}).created, ElementsAre("a"));
  fs::remove(folder_ / "a");
  EXPECT_THAT(build({}).removed, IsEmpty());
}

TEST_F(TransactionTest, FilesBecomeFoldersAndBack) {
  build({{"a", "1"}, {"b/c/d", "2"}});
  EXPECT_EQ(build({{"a/x", "3"}, {"b", "4"}}).outcome, Outcome::done);
  EXPECT_EQ(on_disk(), (Files{{"a/x", "3"}, {"b", "4"}}));
  put("a/foreign", "mine");
  EXPECT_EQ(build({{"a", "5"}, {"b", "4"}}).outcome, Outcome::refused);
  EXPECT_EQ(on_disk(), (Files{{"a/x", "3"}, {"a/foreign", "mine"}, {"b", "4"}}));
  fs::remove(folder_ / "a/foreign");
  fs::create_directory(folder_ / "a/empty");
  EXPECT_EQ(build({{"a", "5"}, {"b", "4"}}).outcome, Outcome::refused);
}

TEST_F(TransactionTest, FollowsNoSymbolicLinks) {
  fs::create_directories(base_ / "elsewhere");
  std::ofstream(base_ / "elsewhere/x") << "theirs";
  fs::create_directories(folder_);
  fs::create_directory_symlink(base_ / "elsewhere", folder_ / "d");
  fs::create_symlink(base_ / "elsewhere/x", folder_ / "f");
  EXPECT_EQ(build({{"d/x", "1"}, {"f", "2"}}).outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7102", "E7102"));
  EXPECT_EQ(read_output(folder_.string(), "d/x"), std::nullopt);

  fs::remove(folder_ / "d");
  fs::remove(folder_ / "f");
  build({{"d/x", "1"}});
  fs::remove_all(folder_ / "d");
  fs::create_directory_symlink(base_ / "elsewhere", folder_ / "d");
  EXPECT_EQ(build({}).outcome, Outcome::done);  // what was ours is gone
  EXPECT_TRUE(fs::exists(base_ / "elsewhere/x"));

  fs::create_directory_symlink(base_ / "elsewhere", folder_ / ".flux-staging");
  EXPECT_EQ(build({{"a", "1"}}).outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7102"));
  EXPECT_EQ(std::distance(fs::directory_iterator(base_ / "elsewhere"), fs::directory_iterator{}), 1);
}

TEST_F(TransactionTest, TrustsNoManifestThatPointsOutside) {
  std::ofstream(base_ / "precious") << "x";
  build({});
  put(".flux-manifest.json",
      fmt::format(R"({{"version":1,"files":{{"../../precious":"{}"}}}})", content_hash("x")));
  EXPECT_EQ(build({}).outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7103"));
  put(".flux-manifest.json", "<<<<<<< HEAD\n");
  EXPECT_EQ(build({}).outcome, Outcome::refused);
  EXPECT_EQ(dry_run({}).outcome, Outcome::refused);
  put(".flux-manifest.json", R"({"version":1,"files":{}})");
  put(".flux-staging/journal",
      R"({"version":1,"removes":[{"path":"../../precious","before":""}],"writes":[]})");
  EXPECT_EQ(build({}).outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7103"));
  EXPECT_TRUE(fs::exists(base_ / "precious"));
}

TEST_F(TransactionTest, RefusesTreesThatLeaveTheFolder) {
  EXPECT_EQ(build({{"../a", "1"}}).outcome, Outcome::refused);
  EXPECT_THAT(codes(), ElementsAre("E7201"));
  EXPECT_FALSE(fs::exists(base_ / "out/a"));
}

TEST_F(TransactionTest, StopsBeforeAnythingIsReplaced) {
  build({{"a", "1"}});
  std::atomic<bool> stop{false};
  const CommitOptions options{.stop = &stop, .on_step = [&stop] { stop = true; }};
  EXPECT_EQ(build({{"a", "2"}, {"b", "3"}}, options).outcome, Outcome::stopped);
  EXPECT_THAT(codes(), ElementsAre("E7202"));
  EXPECT_EQ(on_disk(), (Files{{"a", "1"}}));
  EXPECT_FALSE(fs::exists(folder_ / ".flux-staging"));
}

TEST_F(TransactionTest, WaitsForOtherBuildsOnlyShortly) {
  build({{"a", "1"}});
  const int other = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ASSERT_EQ(flock(other, LOCK_EX), 0);
  EXPECT_EQ(build({{"a", "2"}}).outcome, Outcome::failed);
  EXPECT_THAT(codes(), ElementsAre("E7104"));
  EXPECT_EQ(dry_run({{"a", "2"}}).outcome, Outcome::done);
  close(other);
  EXPECT_EQ(build({{"a", "2"}}).outcome, Outcome::done);
}

TEST_F(TransactionTest, ReportsAFileWhereTheFolderShouldBe) {
  std::ofstream(base_ / "out") << "x";
  EXPECT_EQ(build({{"a", "1"}}).outcome, Outcome::failed);
  EXPECT_THAT(codes(), ElementsAre("E7201"));
  EXPECT_EQ(dry_run({{"a", "1"}}).outcome, Outcome::failed);
}

TEST_F(TransactionTest, ReportsMissingPermission) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  build({{"a", "1"}, {"sub/b", "2"}});
  fs::permissions(folder_ / "sub", fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(build({{"a", "x"}, {"sub/b", "y"}}).outcome, Outcome::failed);
  EXPECT_THAT(codes(), ElementsAre("E7201"));
  fs::permissions(folder_ / "sub", fs::perms::owner_all);
  EXPECT_EQ(on_disk(), (Files{{"a", "1"}, {"sub/b", "2"}}));
}

/// Runs `body` in a child process and returns its wait status.
template <typename Body>
int in_child(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST_F(TransactionTest, AFileThatCannotGrowChangesNothing) {
  build({{"a", "1"}, {"b", "2"}});
  const Files next = {{"a", "new"}, {"b", std::string(1 << 20, 'x')}};
  const int status = in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1 << 16, 1 << 16};
    setrlimit(RLIMIT_FSIZE, &limit);
    const WriteReport report = build(next);
    const bool is_said = codes() == std::vector<std::string>{"E7201"} && !diagnostics_.all()[0].help.empty();
    _exit(report.outcome == Outcome::failed && is_said ? 7 : 8);
  });
  EXPECT_EQ(WEXITSTATUS(status), 7);
  EXPECT_EQ(on_disk(), (Files{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(build(next).outcome, Outcome::done);
}

TEST_F(TransactionTest, AFullDiskChangesNothing) {
  const fs::path disk = base_ / "disk";
  fs::create_directory(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=256k") != 0)
    GTEST_SKIP() << "no file system can be mounted here";
  folder_ = disk / "out";
  const Files before = {{"a", "1"}, {"b", "2"}, {kProvenancePath, "x"}};
  build(before);
  EXPECT_EQ(build({{kProvenancePath, "y"}, {"a", "new"}, {"b", std::string(1 << 20, 'x')}}).outcome,
            Outcome::failed);
  EXPECT_THAT(codes(), ElementsAre("E7201"));
  EXPECT_THAT(diagnostics_.all().at(0).help, HasSubstr("free some space"));
  EXPECT_EQ(on_disk(), before);
  EXPECT_FALSE(fs::exists(folder_ / ".flux-staging"));
  umount(disk.c_str());
}

// Dies before every change to the disk in turn, then builds: with the new tree, or with the old one again.
TEST_F(TransactionTest, SurvivesAKillAtEveryStep) {
  const Files old_files = {{"a", "1"},       {"sub/b", "2"}, {"gone/c", "3"},
                           {"becomes", "4"}, {"same", "5"},  {kProvenancePath, "before"}};
  const Files new_files = {{"a", "one"},       {"sub/b", "two"}, {"new/d", "four"},
                           {"becomes/e", "6"}, {"same", "5"},    {kProvenancePath, "after"}};
  const Files foreign = {{"sub/terraform.tfstate", "state"}, {"gone/mine", "mine"}, {"zzz", "z"}};
  const auto with_foreign = [&foreign](Files files) {
    files.insert(foreign.begin(), foreign.end());
    return files;
  };
  bool died = true;
  int last = 0;
  for (int kill_at = 0; died; ++kill_at) {
    for (const Files& next : {new_files, old_files}) {
      fs::remove_all(folder_);
      for (const auto& [path, text] : foreign) put(path, text);
      ASSERT_EQ(build(old_files).outcome, Outcome::done);
      const int status = in_child([&] {
        int step = 0;
        build(new_files, {.on_step = [&step, kill_at] {
                if (step++ == kill_at) raise(SIGKILL);
              }});
      });
      died = WIFSIGNALED(status);

      for (const auto& [path, text] : on_disk()) {
        if (path.starts_with(".flux-staging/")) continue;
        const auto is = [&path = path, &text = text](const Files& files) {
          const auto found = files.find(path);
          return found != files.end() && found->second == text;
        };
        EXPECT_TRUE(is(foreign) || is(old_files) || is(new_files)) << path << " at step " << kill_at;
      }
      EXPECT_EQ(dry_run(new_files).outcome, Outcome::done) << kill_at;
      ASSERT_EQ(build(next).outcome, Outcome::done)
          << kill_at << ": " << (diagnostics_.empty() ? "" : diagnostics_.all()[0].message);
      EXPECT_THAT(codes(), IsEmpty()) << kill_at;
      EXPECT_EQ(on_disk(), with_foreign(next)) << kill_at;
      EXPECT_FALSE(fs::exists(folder_ / ".flux-staging")) << kill_at;
      EXPECT_TRUE(dry_run(next).up_to_date()) << kill_at;
      last = kill_at;
    }
  }
  EXPECT_GT(last, 10);
}

}  // namespace
}  // namespace flux
