#include "safety/reports.h"

#include <fmt/format.h>

#include <vector>

#include "ir/path.h"

namespace flux {

void ChangeReports::Group::add(const Identity& identity) {
  if (count++ == 0) first = identity.title();
  ++kinds[identity.kind()];
}

std::string ChangeReports::Group::text() const {
  if (count == 1) return fmt::format("`{}`", first);
  std::vector<std::string> phrases;
  for (const auto& [kind, number] : kinds) phrases.push_back(fmt::format("{} {}", number, kind));
  const std::string last = phrases.back();
  phrases.pop_back();
  return phrases.empty() ? last : fmt::format("{} and {}", fmt::join(phrases, ", "), last);
}

SourceSpan ChangeReports::place_of(const Identity& identity) const {
  for (const hir::Change& change : input_.changes) {
    if (change.is_rename() && is_within(identity.path, path_text(change.from))) return change.span;
  }
  return input_.place;
}

std::string ChangeReports::stack_now(const std::string& stack) const {
  const auto found = stacks_.find(stack);
  return found == stacks_.end() ? stack : found->second;
}

void ChangeReports::name_cannot_move(const Identity& old, const Identity& heir) {
  const bool is_argocd = old.tool == Identity::Tool::argocd;
  diagnostics_
      .error(Code::name_cannot_move, place_of(old),
             fmt::format("`{}` would be deleted, and `{}` made anew", old.title(), heir.title()))
      .note(is_argocd ? "Argo CD knows no renaming: an Application that goes may take with it all that it "
                        "has deployed"
                      : "Kubernetes knows no renaming: what goes takes its data with it")
      .with_help(fmt::format(
          "keep the name by setting `metadata.name`, or accept the loss by `removed {} because \"…\"`",
          old.path));
}

void ChangeReports::handed_over(const Identity& set) {
  const std::string& name = set.address.name;
  diagnostics_
      .warning(Code::application_handed_over, input_.place,
               fmt::format("application `{}` is there, and becomes one that an ApplicationSet makes: pruning "
                           "could delete it before",
                           name))
      .note("with Argo CD's finalizer, all that it has deployed would go along")
      .with_help(
          fmt::format("sync without pruning until it has an owner, `kubectl get application {} --output "
                      "jsonpath={{.metadata.ownerReferences}}`; or take its finalizer away in a commit "
                      "before (`protected` of the cluster)",
                      name));
}

void ChangeReports::let_go(const Identity& set) {
  const std::string& name = set.address.name;
  diagnostics_
      .warning(
          Code::application_let_go, input_.place,
          fmt::format("ApplicationSet `{0}` goes, and application `{0}`, which it made and owns, would be "
                      "deleted along with it",
                      name))
      .note("with Argo CD's finalizer, all that it has deployed would go along")
      .with_help(fmt::format("pause the syncing of this folder, `kubectl delete applicationset {} "
                             "--cascade=orphan`, and sync then",
                             name));
}

void ChangeReports::no_place(const std::string& path, const OutputTree::File& taken) {
  diagnostics_
      .error(Code::output_path_taken, input_.place,
             fmt::format("`{}` has no place: another file is there", path))
      .label(taken.owner, "already written here")
      .with_help("give the other file another name");
}

void ChangeReports::finish() {
  for (const auto& [paths, group] : renamed_) {
    diagnostics_
        .error(Code::identity_renamed, input_.place,
               fmt::format("`{}` is gone, `{}` is new: {} would be destroyed", paths.second, paths.first,
                           group.text()))
        .with_help(fmt::format("if they are the same, write `renamed {0} from {1}` into a layer; if not, "
                               "`removed {1} because \"…\"`",
                               paths.first, paths.second));
  }
  for (const auto& [path, group] : removed_) {
    diagnostics_
        .error(Code::identity_removed, input_.place,
               fmt::format("{} would be destroyed, and no layer says that `{}` may go", group.text(), path))
        .with_help(fmt::format("write `removed {} because \"…\"` into a layer if that is meant", path));
  }
  for (const auto& [stacks, group] : stuck_) {
    diagnostics_
        .error(
            Code::state_cannot_follow, input_.place,
            fmt::format("{} would move from stack `{}` to `{}`, and Terraform moves nothing between states",
                        group.text(), stacks.first, stacks.second))
        .with_help(
            "keep the stack; or forget it there with a block `removed`, and take it over here with `import`");
  }
  for (const auto& [from, to] : stacks_) {
    diagnostics_
        .warning(Code::state_moves, input_.place,
                 fmt::format("stack `{}` is now `{}`, and its state does not follow by itself", from, to))
        .note(fmt::format(
            "`terraform/{}` has no state until then, and a plan there would create everything anew", to))
        .with_help(fmt::format("before the next plan, move `terraform.tfstate` from `terraform/{0}` to "
                               "`terraform/{1}`; with a remote backend, `terraform state pull` in the commit "
                               "before, and `terraform state push` in `terraform/{1}`",
                               from, to));
  }
}

}  // namespace flux
