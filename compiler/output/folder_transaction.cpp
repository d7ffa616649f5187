// A build goes through these states, and may die in any of them:
//
//   1. planned    the folder has been compared with the tree; nothing is written.
//   2. staging    the new content is in .flux-staging/0, 1, …, and the new manifest; without a journal the
//   next build
//                 throws it all away. A full disk is met here.
//   3. committed  .flux-staging/journal exists: the point of no return. Files to remove are removed, then
//   staged files
//                 are renamed into place, then the manifest. Each step may be repeated, so that the next
//                 build begins by going through the journal again.
//   4. done       the journal and the staging folder are gone.
//
// Nothing is made durable file by file: one sync before the journal and one before its removal give the same
// order.
#include "output/folder_transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/content_hash.h"
#include "output/folder.h"

namespace flux {
namespace {

using Kind = Folder::Kind;
using Outcome = WriteReport::Outcome;

const std::string kManifest(kManifestName);
const std::string kStaging(kStagingName);
const std::string kJournal = kStaging + "/journal";
const std::string kNewJournal = kStaging + "/journal.new";
const std::string kNewManifest = kStaging + "/manifest";
const std::string kProvenance(kProvenanceName);
const std::string kNewProvenance = kStaging + "/provenance";
/// By name, what Terraform keeps below `terraform/`.
constexpr std::string_view kOfTerraform[] = {".terraform", ".terraform.lock.hcl",
                                             ".terraform.tfstate.lock.info", "terraform.tfstate",
                                             "terraform.tfstate.backup"};

bool is_own_record(std::string_view path) {
  return path == kManifest || path == kProvenance || path == kStaging;
}

bool is_of_terraform(std::string_view path, std::string_view name) {
  return path.starts_with("terraform/") &&
         std::find(std::begin(kOfTerraform), std::end(kOfTerraform), name) != std::end(kOfTerraform);
}

struct Stopped {};

std::string staged_path(std::string_view name) {
  return fmt::format("{}/{}", kStaging, name);
}

FolderError link_error(const Folder& folder, std::string_view path) {
  return {Code::output_symlink,
          fmt::format("`{}` is a symbolic link, where fluxc would write", folder.full(path)),
          "remove the link and build again"};
}

/// Nothing where it is missing. Throws where it is there and cannot be used.
template <typename Record>
std::optional<Record> read_record(Folder& folder, const std::string& path,
                                  std::optional<Record> (*parse)(std::string_view), std::string_view help) {
  const Folder::Entry entry = folder.look(path);
  if (entry.kind == Kind::absent) return std::nullopt;
  if (entry.kind == Kind::symlink) throw link_error(folder, entry.path);
  const auto text = folder.read(path);
  auto record = parse(text.value_or(""));
  if (!record) {
    throw FolderError{Code::output_manifest, fmt::format("`{}` is not as fluxc writes it", folder.full(path)),
                      std::string(help)};
  }
  return record;
}

std::optional<Journal> read_journal(Folder& folder) {
  return read_record(folder, kJournal, parse_journal,
                     fmt::format("remove `{}` and build again", folder.full(kStaging)));
}

std::optional<Manifest> read_manifest(Folder& folder) {
  return read_record(
      folder, kManifest, parse_manifest,
      "restore it from version control; or remove it, and those generated files that a build then names");
}

/// What a build would do, and why it may not.
class Planner {
public:
  Planner(const OutputTree& tree, Folder* folder, Diagnostics& diagnostics)
      : tree_(tree), folder_(folder), diagnostics_(diagnostics) {}

  WriteReport plan() {
    manifest_.inventory = tree_.inventory;
    if (folder_ != nullptr) read_records();
    for (const auto& [path, file] : tree_.files()) {
      if (!is_output_path(path)) {
        refuse(file.owner, Code::output_not_writable,
               fmt::format("`{}` is no path that an output file can have", path));
        continue;
      }
      plan_write(path, file);
    }
    for (const auto& [path, hash] : known_) {
      if (!tree_.contains(path)) plan_removal(path, hash);
    }
    report_.manifest_outdated = !has_manifest_ || manifest_ != recorded_;
    report_.provenance_outdated = !tree_.provenance.empty() && !is_provenance_current();
    return std::move(report_);
  }

  /// After `plan`: the manifest that the tree gives, and the steps from what is there to it.
  Manifest take_manifest() { return std::move(manifest_); }
  Journal take_journal() { return std::move(journal_); }

private:
  void read_records() {
    if (auto manifest = read_manifest(*folder_)) {
      has_manifest_ = true;
      recorded_ = *std::move(manifest);
      known_ = recorded_.files;
    }
    // Before an interrupted build is finished, its new files are ours too.
    if (const auto journal = read_journal(*folder_)) {
      report_.unfinished = true;
      for (const Journal::Write& write : journal->writes) known_.try_emplace(write.path, write.after);
    }
  }

  bool is_provenance_current() {
    const Folder::Entry entry =
        folder_ == nullptr ? Folder::Entry{Kind::absent, kProvenance} : folder_->look(kProvenance);
    if (entry.kind == Kind::symlink) refuse_link({}, kProvenance);
    if (entry.kind == Kind::directory || entry.kind == Kind::other) refuse_foreign({}, entry);
    return entry.kind == Kind::file && folder_->read(kProvenance) == tree_.provenance;
  }

  void plan_write(const std::string& path, const OutputTree::File& file) {
    const std::string hash = content_hash(file.text);
    manifest_.files.emplace(path, hash);
    const Folder::Entry entry = folder_ == nullptr ? Folder::Entry{Kind::absent, path} : folder_->look(path);
    if (entry.kind == Kind::symlink) return refuse_link(file.owner, entry.path);
    if (entry.kind != Kind::file || entry.path != path) {
      // What was a file and becomes a folder, or the other way round, is removed first, when all of it is
      // ours.
      const bool in_the_way = entry.kind != Kind::absent && !is_ours_to_remove(entry);
      if (in_the_way) return refuse_foreign(file.owner, entry);
      report_.created.push_back(path);
      journal_.writes.push_back({path, {}, {}, hash});
      return;
    }

    const std::string bytes = folder_->read(path).value_or("");
    if (bytes == file.text) {
      report_.unchanged.push_back(path);
      return;
    }
    const auto known = known_.find(path);
    if (known == known_.end()) return refuse_foreign(file.owner, entry);
    const std::string before = content_hash(bytes);
    if (known->second != before && !report_.unfinished) {
      warn_edited(path, "what was written there is overwritten");
    }
    report_.changed.push_back(path);
    journal_.writes.push_back({path, {}, before, hash});
  }

  void plan_removal(const std::string& path, const std::string& hash) {
    const Folder::Entry entry = folder_->look(path);
    if (entry.kind == Kind::absent) return;
    if (!is_unedited(entry, path, hash)) {
      warn_edited(path, "it is no longer generated, and left to you");
      return;
    }
    report_.removed.push_back(path);
    journal_.removes.push_back({path, hash});
  }

  bool is_unedited(const Folder::Entry& entry, const std::string& path, const std::string& hash) {
    if (entry.kind != Kind::file || entry.path != path) return false;
    const auto bytes = folder_->read(path);
    return bytes && content_hash(*bytes) == hash;
  }

  /// Whether what stands there goes anyway: a file of ours that is no longer written, or a folder of nothing
  /// else.
  bool is_ours_to_remove(const Folder::Entry& entry) {
    if (entry.kind == Kind::directory) {
      const std::vector<std::string> names = folder_->list(entry.path);
      return !names.empty() && std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return is_ours_to_remove(folder_->look(entry.path + '/' + name));
      });
    }
    const auto known = known_.find(entry.path);
    return known != known_.end() && !tree_.contains(entry.path) &&
           is_unedited(entry, entry.path, known->second);
  }

  void refuse(SourceSpan span, Code code, std::string message, std::string help = {}) {
    report_.outcome = Outcome::refused;
    diagnostics_.error(code, span, std::move(message)).with_help(std::move(help));
  }
  void refuse_foreign(SourceSpan span, const Folder::Entry& entry) {
    const std::string_view what = entry.kind == Kind::directory ? "a folder"
                                  : entry.kind == Kind::file    ? "a file"
                                                                : "something";
    refuse(span, Code::output_foreign_file,
           fmt::format("`{}` is {} that fluxc did not write, where it would write", folder_->full(entry.path),
                       what),
           "move it away, or remove it, and build again");
  }
  void refuse_link(SourceSpan span, const std::string& path) {
    FolderError error = link_error(*folder_, path);
    refuse(span, error.code, std::move(error.message), std::move(error.help));
  }
  void warn_edited(const std::string& path, std::string_view consequence) {
    diagnostics_
        .warning(Code::output_edited, {},
                 fmt::format("`{}` was edited by hand; {}", folder_->full(path), consequence))
        .with_help("change the source that it is generated from");
  }

  const OutputTree& tree_;
  Folder* folder_;  // null: there is none yet
  Diagnostics& diagnostics_;
  WriteReport report_;
  bool has_manifest_ = false;
  Manifest recorded_;                                      // as the folder's manifest says
  std::map<std::string, std::string, std::less<>> known_;  // all files that are ours
  Manifest manifest_;
  Journal journal_;
};

/// Throws away what an interrupted build staged but did not commit.
void discard_staging(Folder& folder) {
  const Kind kind = folder.look(kStaging).kind;
  if (kind == Kind::absent) return;
  const FolderError foreign{Code::output_foreign_file,
                            fmt::format("`{}` is not as fluxc leaves it", folder.full(kStaging)),
                            "move it away, or remove it, and build again"};
  if (kind != Kind::directory) throw foreign;
  for (const std::string& name : folder.list(kStaging)) {
    const std::string path = staged_path(name);
    const bool is_ours = path == kNewJournal || path == kNewManifest || path == kNewProvenance ||
                         name.find_first_not_of("0123456789") == std::string::npos;
    if (!is_ours || folder.look(path).kind != Kind::file) throw foreign;
    folder.remove(path);
  }
  folder.remove_directory(kStaging);
}

void remove_empty_folders_above(Folder& folder, std::string_view path) {
  for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos; slash = path.rfind('/')) {
    path = path.substr(0, slash);
    if (!folder.remove_directory(std::string(path))) return;
  }
}

/// Writes the new content, beside the files that it will replace. Throws Stopped.
void stage(Folder& folder, const OutputTree& tree, const Manifest& manifest, Journal& journal,
           const std::atomic<bool>* stop) {
  folder.make_directory(kStaging);
  for (std::size_t i = 0; i < journal.writes.size(); ++i) {
    if (stop != nullptr && stop->load()) throw Stopped{};
    Journal::Write& write = journal.writes[i];
    write.staged = std::to_string(i);
    folder.write(staged_path(write.staged), tree.files().find(write.path)->second.text);
  }
  folder.write(kNewManifest, print_manifest(manifest));
  if (!tree.provenance.empty()) folder.write(kNewProvenance, tree.provenance);
  folder.write(kNewJournal, print_journal(journal));
  folder.sync();
  if (stop != nullptr && stop->load()) throw Stopped{};
}

/// Goes through a committed journal. Every step may have been done before; what somebody changed since is not
/// touched.
void apply(Folder& folder, const Journal& journal) {
  for (const Journal::Remove& remove : journal.removes) {
    const Folder::Entry entry = folder.look(remove.path);
    if (entry.kind != Kind::file || entry.path != remove.path) continue;
    if (content_hash(folder.read(remove.path).value_or("")) != remove.before) continue;
    folder.remove(remove.path);
    remove_empty_folders_above(folder, remove.path);
  }
  for (const Journal::Write& write : journal.writes) {
    const std::string staged = staged_path(write.staged);
    if (folder.look(staged).kind == Kind::absent) continue;
    const Folder::Entry entry = folder.look(write.path);
    const bool as_planned = entry.kind == Kind::absent ||
                            (entry.kind == Kind::file && entry.path == write.path && !write.before.empty());
    if (!as_planned) {
      throw FolderError{
          Code::output_foreign_file,
          fmt::format("`{}` came while a build was writing, where it would write", folder.full(entry.path)),
          "move it away, or remove it, and build again"};
    }
    folder.make_parents(write.path);
    folder.rename(staged, write.path);
  }
  for (const auto& [staged, record] : {std::pair(kNewProvenance, kProvenance), {kNewManifest, kManifest}}) {
    if (folder.look(staged).kind != Kind::absent) folder.rename(staged, record);
  }
  folder.sync();
  folder.remove(kJournal);
  folder.remove_directory(kStaging);
}

/// Finishes or undoes what an interrupted build left.
void recover(Folder& folder) {
  if (const auto journal = read_journal(folder)) {
    apply(folder, *journal);
  } else {
    discard_staging(folder);
  }
}

void write_planned(Folder& folder, const OutputTree& tree, const Manifest& manifest, Journal journal,
                   const std::atomic<bool>* stop) {
  for (const Journal::Write& write : journal.writes) folder.check_writable(write.path);
  for (const Journal::Remove& remove : journal.removes) folder.check_writable(remove.path);
  try {
    stage(folder, tree, manifest, journal, stop);
  } catch (...) {
    const std::exception_ptr reason = std::current_exception();
    try {
      discard_staging(folder);
    } catch (const FolderError&) {
      // The next build tries again.
    }
    std::rethrow_exception(reason);
  }
  folder.rename(kNewJournal, kJournal);
  try {
    apply(folder, journal);
  } catch (FolderError& error) {
    error.help +=
        fmt::format("{}the next build will finish what this one began", error.help.empty() ? "" : "; ");
    throw;
  }
}

void report_error(const FolderError& error, WriteReport& report, Diagnostics& diagnostics) {
  const bool is_machine = error.code == Code::output_not_writable || error.code == Code::output_in_use;
  report.outcome = is_machine ? Outcome::failed : Outcome::refused;
  diagnostics.error(error.code, {}, error.message).with_help(error.help);
}

}  // namespace

WriteReport compare(const OutputTree& tree, const std::string& path, Diagnostics& diagnostics) {
  WriteReport report;
  try {
    auto folder = Folder::open(path);
    report = Planner(tree, folder ? &*folder : nullptr, diagnostics).plan();
  } catch (const FolderError& error) {
    report_error(error, report, diagnostics);
  }
  return report;
}

WriteReport commit(const OutputTree& tree, const std::string& path, Diagnostics& diagnostics,
                   const CommitOptions& options) {
  WriteReport report;
  try {
    Folder folder = Folder::create(path, options.on_step);
    folder.lock();
    recover(folder);
    Planner planner(tree, &folder, diagnostics);
    report = planner.plan();
    if (report.outcome == Outcome::done && !report.up_to_date()) {
      write_planned(folder, tree, planner.take_manifest(), planner.take_journal(), options.stop);
    }
  } catch (const FolderError& error) {
    report_error(error, report, diagnostics);
  } catch (const Stopped&) {
    report.outcome = Outcome::stopped;
    diagnostics.error(Code::build_stopped, {},
                      fmt::format("the build was stopped; nothing in `{}` was changed", path));
  }
  return report;
}

bool finish_interrupted(const std::string& path, Diagnostics& diagnostics) {
  WriteReport report;
  try {
    if (auto folder = Folder::open(path)) {
      folder->lock();
      recover(*folder);
    }
  } catch (const FolderError& error) {
    report_error(error, report, diagnostics);
  }
  return report.outcome == WriteReport::Outcome::done;
}

std::optional<Manifest> recorded_manifest(const std::string& path) {
  try {
    auto folder = Folder::open(path);
    return folder ? read_manifest(*folder) : std::nullopt;
  } catch (const FolderError&) {
    return std::nullopt;
  }
}

std::optional<std::string> recorded_provenance(const std::string& path) {
  try {
    auto folder = Folder::open(path);
    return folder && folder->look(kProvenance).kind == Kind::file ? folder->read(kProvenance) : std::nullopt;
  } catch (const FolderError&) {
    return std::nullopt;
  }
}

std::vector<std::string> foreign_files(const OutputTree& tree, const std::string& path,
                                       Diagnostics& diagnostics) {
  std::vector<std::string> foreign;
  try {
    auto folder = Folder::open(path);
    if (!folder) return foreign;
    std::vector<std::string> pending{"."};
    while (!pending.empty()) {
      const std::string parent = std::move(pending.back());
      pending.pop_back();
      for (const std::string& name : folder->list(parent)) {
        std::string file = parent == "." ? name : fmt::format("{}/{}", parent, name);
        if (tree.contains(file) || is_own_record(file) || is_of_terraform(file, name)) continue;
        if (folder->look(file).kind == Kind::directory) {
          pending.push_back(std::move(file));
        } else {
          foreign.push_back(std::move(file));
        }
      }
    }
  } catch (const FolderError& error) {
    diagnostics.error(error.code, {}, error.message).with_help(error.help);
  }
  std::sort(foreign.begin(), foreign.end());
  return foreign;
}

std::optional<std::string> read_output(const std::string& path, const std::string& file) {
  try {
    auto folder = Folder::open(path);
    return folder && is_output_path(file) ? folder->read(file) : std::nullopt;
  } catch (const FolderError&) {
    return std::nullopt;
  }
}

}  // namespace flux
