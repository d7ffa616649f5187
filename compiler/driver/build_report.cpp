#include "driver/build_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <vector>

#include "diagnostics/styled_text.h"
#include "output/unified_diff.h"

namespace flux {
namespace {

constexpr std::size_t kMostFiles = 20;  // listed by name

std::string files_phrase(std::size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "file" : "files");
}

constexpr std::string_view kTargetFolders[] = {"argocd", "helm", "kubernetes", "terraform"};

/// ` (argocd 9, files 2, terraform 6)`: what each target's folder has, and the files outside of these
/// folders.
std::string folder_counts(const OutputTree& tree) {
  std::map<std::string_view, std::size_t> counts;
  for (const auto& [path, file] : tree.files()) {
    const std::string_view folder = std::string_view(path).substr(0, path.find('/'));
    const bool of_target =
        folder.size() < path.size() &&
        std::find(std::begin(kTargetFolders), std::end(kTargetFolders), folder) != std::end(kTargetFolders);
    ++counts[of_target ? folder : "files"];
  }
  std::vector<std::string> phrases;
  for (const auto& [folder, count] : counts) phrases.push_back(fmt::format("{} {}", folder, count));
  return phrases.empty() ? "" : fmt::format(" ({})", fmt::join(phrases, ", "));
}

/// `, 1 new, 2 changed`; the counts that are not zero.
std::string changes(const WriteReport& report) {
  std::string text;
  const auto add = [&](std::size_t count, std::string_view word) {
    if (count > 0) text += fmt::format(", {} {}", count, word);
  };
  add(report.created.size(), "new");
  add(report.changed.size(), "changed");
  add(report.removed.size(), "removed");
  add(report.unchanged.size(), "unchanged");
  return text;
}

std::vector<std::string> kind_counts(const std::map<std::string, std::size_t>& counts) {
  std::vector<std::string> phrases;
  for (const auto& [kind, count] : counts) phrases.push_back(fmt::format("{} {}", count, kind));
  return phrases;
}

void list_files(const std::vector<std::string>& files, std::string_view prefix, std::string& text) {
  for (std::size_t i = 0; i < std::min(files.size(), kMostFiles); ++i) {
    text += fmt::format("  {}{}\n", prefix, files[i]);
  }
  if (files.size() > kMostFiles) text += fmt::format("  and {} more\n", files.size() - kMostFiles);
}

std::string stale_report(const std::string& environment, const std::string& folder,
                         const WriteReport& report) {
  std::string text = fmt::format("{}: {} is out of date\n", environment, folder);
  list_files(report.created, "missing  ", text);
  list_files(report.changed, "differs  ", text);
  list_files(report.removed, "obsolete ", text);
  if (report.created.empty() && report.changed.empty() && report.removed.empty()) {
    if (report.provenance_outdated) text += fmt::format("  differs  {}\n", kProvenanceName);
    if (report.manifest_outdated) text += fmt::format("  differs  {}\n", kManifestName);
  }
  if (report.unfinished) text += "  an interrupted build is unfinished\n";
  return text;
}

Style style_of_diff_line(std::string_view line) {
  if (line.starts_with("---") || line.starts_with("+++")) return Style::strong;
  if (line.starts_with("@@")) return Style::secondary;
  if (line.starts_with('+')) return Style::added;
  if (line.starts_with('-')) return Style::removed;
  return Style::plain;
}

std::string coloured(std::string_view diff) {
  StyledText text(true);
  while (!diff.empty()) {
    const std::size_t end = std::min(diff.find('\n'), diff.size() - 1);
    const std::string_view line = diff.substr(0, end);
    text.put(style_of_diff_line(line), line);
    text.end_line();
    diff.remove_prefix(end + 1);
  }
  return text.take();
}

}  // namespace

std::string build_report(const std::string& environment, const std::string& folder, const OutputTree& tree,
                         const WriteReport& report, BuildMode mode, const ChangeSummary& summary) {
  const std::string files = files_phrase(tree.files().size());
  if (report.up_to_date()) {
    return fmt::format("{}: {} in {} up to date{}\n", environment, files, folder, folder_counts(tree));
  }
  if (mode == BuildMode::check) return stale_report(environment, folder, report);

  std::string text =
      fmt::format("{}: {} {} to {}{}{}\n", environment, mode == BuildMode::write ? "wrote" : "would write",
                  files, folder, folder_counts(tree), changes(report));
  if (!summary.moves.empty()) text += fmt::format("moves: {}\n", fmt::join(kind_counts(summary.moves), ", "));
  std::vector<std::string> removes = kind_counts(summary.removes);
  if (!report.removed.empty()) removes.insert(removes.begin(), files_phrase(report.removed.size()));
  if (!removes.empty()) text += fmt::format("removes: {}\n", fmt::join(removes, ", "));
  list_files(report.removed, "", text);
  return text;
}

std::string output_diff(const std::string& folder, const OutputTree& tree, const WriteReport& report,
                        bool colour) {
  std::set<std::string_view> paths;
  for (const auto* list : {&report.created, &report.changed, &report.removed})
    paths.insert(list->begin(), list->end());

  std::string diffs;
  for (const std::string_view path : paths) {
    const auto file = tree.files().find(path);
    std::optional<std::string_view> after;
    if (file != tree.files().end()) after = file->second.text;
    std::string shown = fmt::format("{}/{}", folder, path);
    shown.erase(0, shown.find_first_not_of('/'));
    diffs += unified_diff(shown, read_output(folder, std::string(path)), after);
  }
  return colour ? coloured(diffs) : diffs;
}

}  // namespace flux
