#include "emit/emit.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "emit/argocd/argocd_emitter.h"
#include "emit/bootstrap.h"
#include "emit/bridge.h"
#include "emit/files/file_emitter.h"
#include "emit/helm/helm_emitter.h"
#include "emit/inventory.h"
#include "emit/kubernetes/kubernetes_emitter.h"
#include "emit/recorded_check.h"
#include "emit/secret_references.h"
#include "emit/terraform/terraform_emitter.h"

namespace flux {
namespace {

/// Whether something of a target is not known before Terraform has run.
bool waits_for_terraform(const Diagnostics& found) {
  return std::ranges::any_of(found.all(), [](const Diagnostic& diagnostic) {
    return diagnostic.code == Code::deferred_in_document || diagnostic.code == Code::output_not_recorded;
  });
}

}  // namespace

void emit_program(const Program& written, const EmitSelection& selection, OutputTree& tree,
                  Diagnostics& diagnostics) {
  Arena arena;
  const Program program = build_bridges(written, arena, diagnostics);
  struct Step {
    EmitTarget target;
    std::function<void(const Program&, OutputTree&, Diagnostics&)> emit;
  };
  std::vector<StackToApply> stacks;
  const auto emit_stacks = [&](const Program& from, OutputTree& out, Diagnostics& reported) {
    stacks = emit_terraform(from, out, reported);
  };
  // Argo CD comes last: it reads what the others have written.
  const Step steps[] = {
      {EmitTarget::terraform, emit_stacks},      {EmitTarget::helm, emit_helm},
      {EmitTarget::kubernetes, emit_kubernetes}, {EmitTarget::file, emit_files},
      {EmitTarget::argocd, emit_argocd},
  };
  // All targets write into one tree, so that clashes and missing paths show; then what was not asked for is
  // left out.
  OutputTree whole;
  bool incomplete = false;
  std::set<std::string, std::less<>> left_out;
  for (const Step& step : steps) {
    std::set<std::string, std::less<>> before;
    const bool selected = selection.contains(step.target);
    if (!selected) {
      for (const auto& [path, file] : whole.files()) before.insert(path);
    }
    Diagnostics found;
    step.emit(program, whole, found);
    // Of a target that is not asked for, what is not known yet is of no concern: an environment comes up from
    // nothing by building Terraform's part first.
    const bool left_for_later = !selected && waits_for_terraform(found);
    incomplete |= left_for_later;
    if (!left_for_later) diagnostics.append(std::move(found));
    if (selected) continue;
    for (const auto& [path, file] : whole.files()) {
      if (!before.contains(path)) left_out.insert(path);
    }
  }
  if (!stacks.empty()) check_recorded(program, stacks, diagnostics);
  if (!incomplete) check_delivered_paths(program, whole, diagnostics);
  if (!incomplete) check_secret_references(program, diagnostics);
  emit_bootstrap(program, stacks, whole, diagnostics);
  if (!selection.contains(EmitTarget::argocd)) left_out.emplace(kBootstrapPath);
  whole.inventory = take_inventory(program, selection);
  if (left_out.empty()) {
    tree = std::move(whole);
    return;
  }
  for (const auto& [path, file] : whole.files()) {
    if (!left_out.contains(path)) tree.add(path, file.text, file.owner);
  }
  tree.inventory = std::move(whole.inventory);
}

}  // namespace flux
