#include "emit/bootstrap.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "emit/cluster_secret.h"
#include "emit/lowering/document_writer.h"
#include "emit/lowering/fields.h"

namespace flux {
namespace {

/// A word of a POSIX shell, quoted where it must be.
std::string shell_word(std::string_view text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"-_./:@+,="}.find(c) != std::string_view::npos;
  });
  if (plain) return std::string{text};
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? std::string_view{"'\\''"} : std::string_view{&c, 1});
  return quoted + "'";
}

/// A Markdown document of numbered sections with commands.
class Runbook {
public:
  explicit Runbook(std::string text) : text_(std::move(text)) {}

  void section(std::string_view title, std::string_view prose) {
    text_ += fmt::format("\n## {}. {}\n\n{}\n", ++sections_, title, prose);
  }
  void commands(const std::vector<std::string>& lines) {
    text_ += "\n```sh\n";
    for (const std::string& line : lines) text_ += line + '\n';
    text_ += "```\n";
  }
  bool empty() const { return sections_ == 0; }
  std::string text() && { return std::move(text_); }

private:
  std::string text_;
  int sections_ = 0;
};

/// The stacks that want Argo CD to be there: those with the Secret of a cluster, and what needs them.
std::set<std::string_view> stacks_behind_argocd(const Program& program,
                                                std::span<const StackToApply> stacks) {
  std::set<std::string_view> names;
  for (const TerraformBlock& block : program.terraform) {
    if (cluster_secret_of(block)) names.insert(block.owner->stack);
  }
  for (const StackToApply& stack : stacks) {
    const auto waits = [&](const std::string& needed) { return names.contains(needed); };
    if (std::ranges::any_of(stack.needs, waits)) names.insert(stack.name);
  }
  return names;
}

void write_stacks(const std::vector<const StackToApply*>& stacks, std::string_view title,
                  std::string_view prose, Runbook& runbook) {
  if (stacks.empty()) return;
  runbook.section(title, prose);
  std::vector<std::string> lines;
  int step = stacks.front()->step;
  for (const StackToApply* at : stacks) {
    const StackToApply& stack = *at;
    if (stack.step != std::exchange(step, stack.step)) {
      runbook.commands(lines);
      lines.clear();
    }
    const std::string folder = shell_word("-chdir=terraform/" + stack.name);
    lines.push_back(fmt::format("terraform {} init && terraform {} apply", folder, folder));
  }
  runbook.commands(lines);
}

struct BootstrapRelease {
  std::int64_t position;
  std::string cluster;
  const Document* release;
};

std::vector<BootstrapRelease> bootstrap_releases(const Program& program) {
  std::vector<BootstrapRelease> releases;
  for (const Document& document : program.documents) {
    if (document.target != DocumentTarget::helm) continue;
    const Value* position = find_field(&document.body, "bootstrap");
    if (position == nullptr || !position->is(ValueKind::integer)) continue;
    const std::string_view set = text_field(&document.body, "cluster");
    const std::string_view cluster = cluster_folder(set.empty() ? document.owner->cluster : set);
    releases.push_back({position->as_int(), std::string(cluster), &document});
  }
  std::ranges::stable_sort(releases, [](const BootstrapRelease& a, const BootstrapRelease& b) {
    return std::tie(a.cluster, a.position) < std::tie(b.cluster, b.position);
  });
  return releases;
}

constexpr std::string_view kOciScheme = "oci://";

/// The repository that a release's chart comes from, empty where it has none.
std::string_view repository_of(const Value* body) {
  const std::string_view repo = text_field(body, "repo");
  return repo.empty() ? text_field(body, "repository") : repo;
}

/// Whether the chart is a folder, which is named as seen from the project.
bool is_chart_folder(const Value* body) {
  const std::string_view chart = text_field(body, "chart");
  return repository_of(body).empty() && !chart.starts_with(kOciScheme) &&
         chart.find('/') != std::string::npos;
}

/// The chart as `helm` takes it. Of a registry it takes chart and repository as one word
/// (https://helm.sh/docs/topics/registries/).
std::string chart_word(const Value* body) {
  const std::string_view chart = text_field(body, "chart");
  const std::string_view repo = repository_of(body);
  if (repo.starts_with(kOciScheme))
    return shell_word(fmt::format("{}{}{}", repo, repo.ends_with('/') ? "" : "/", chart));
  if (!is_chart_folder(body)) return shell_word(chart);
  return fmt::format("\"$PROJECT\"/{}", shell_word(chart.starts_with("./") ? chart.substr(2) : chart));
}

std::string install_command(const BootstrapRelease& from) {
  const Value* body = &from.release->body;
  const std::string_view name = from.release->labels[0];
  std::string command = fmt::format("helm upgrade --install {} {}", shell_word(name), chart_word(body));
  auto option = [&](std::string_view flag, std::string_view value) {
    if (!value.empty()) command += fmt::format(" --{} {}", flag, shell_word(value));
  };
  const std::string_view repo = repository_of(body);
  if (!repo.starts_with(kOciScheme)) option("repo", repo);
  option("version", text_field(body, "version"));
  option("namespace", text_field(body, "namespace"));
  command += " --create-namespace --wait";
  option("values", fmt::format("helm/{}/{}/values.yaml", from.cluster, name));
  return command;
}

void write_releases(const std::vector<BootstrapRelease>& releases, Runbook& runbook) {
  std::vector<std::string> lines;
  bool has_folder = false;
  for (std::size_t i = 0; i < releases.size(); ++i) {
    if (!has_folder && is_chart_folder(&releases[i].release->body)) {
      has_folder = true;
      lines.emplace_back("PROJECT=../..    # the folder of `flux.yaml`, as seen from here");
    }
    lines.push_back(install_command(releases[i]));
    if (i + 1 < releases.size() && releases[i + 1].cluster == releases[i].cluster) continue;
    runbook.section(
        fmt::format("What the cluster `{}` needs first", releases[i].cluster),
        fmt::format("With the kubeconfig of `{}`. The values are those that Argo CD installs from "
                    "when it takes over.",
                    releases[i].cluster));
    runbook.commands(lines);
    lines.clear();
    has_folder = false;
  }
}

/// The applications that bring what lies in this output's folder `argocd`.
void write_takeover(const Program& program, const OutputTree& tree, Runbook& runbook) {
  if (program.delivery.path.empty()) return;
  const std::string folder = fmt::format("{}/argocd", program.delivery.path);
  std::vector<std::string> lines;
  if (tree.contains_folder("argocd/bootstrap"))
    lines.emplace_back("kubectl apply --server-side --filename argocd/bootstrap/");
  std::vector<std::string> applications;
  for (const Document& document : program.documents) {
    if (document.target != DocumentTarget::argocd || document.head.text() != "application") continue;
    if (text_of(find_field(&document.body, {"spec", "source", "path"})) != folder) continue;
    const std::string project =
        fmt::format("argocd/{}.yaml", text_of(find_field(&document.body, {"spec", "project"})));
    for (const std::string& path : {project, fmt::format("argocd/{}.yaml", document.labels[0])}) {
      if (tree.contains(path))
        applications.push_back(fmt::format("kubectl apply --server-side --filename {}", shell_word(path)));
    }
  }
  if (applications.empty()) return;
  lines.insert(lines.end(), applications.begin(), applications.end());
  runbook.section(
      "Argo CD takes over",
      "With the kubeconfig of the cluster that runs Argo CD, once this folder is committed where the "
      "application looks for it. Everything else comes from there.");
  runbook.commands(lines);
}

}  // namespace

void emit_bootstrap(const Program& program, std::span<const StackToApply> stacks, OutputTree& tree,
                    Diagnostics& diagnostics) {
  Runbook runbook(fmt::format(
      "<!-- Generated by fluxc from {0}. Do not edit. -->\n# Bringing up `{0}`\n\nFrom nothing, in "
      "this order. Run the commands in this folder.\n",
      program.environment));
  const auto releases = bootstrap_releases(program);
  const auto behind = stacks_behind_argocd(program, stacks);
  std::vector<const StackToApply*> first, later;
  for (const StackToApply& stack : stacks) (behind.contains(stack.name) ? later : first).push_back(&stack);
  write_stacks(first, "Terraform",
               "Each folder is a root module with a state of its own. Those of one block do not need each "
               "other; each block needs those before it. `terraform/order.json` says the same to programs.",
               runbook);
  write_releases(releases, runbook);
  write_stacks(
      later, "Argo CD is told of the clusters",
      "Terraform writes a Secret for each into the namespace of Argo CD, which must be there by now.",
      runbook);
  write_takeover(program, tree, runbook);
  if (runbook.empty()) return;
  const SourceSpan place = releases.empty() ? SourceSpan{} : releases.front().release->span;
  if (const auto* taken = tree.add(std::string(kBootstrapPath), std::move(runbook).text(), place)) {
    diagnostics
        .error(Code::output_path_taken, taken->owner,
               fmt::format("`{}` is written by fluxc itself: it says how the environment comes up",
                           kBootstrapPath))
        .with_help("give this file another name");
  }
}

}  // namespace flux
