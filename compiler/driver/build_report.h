// What `build` tells about an environment's output folder, as text.
#pragma once

#include <string>

#include "output/folder_transaction.h"
#include "output/output_tree.h"
#include "safety/safe_change.h"

namespace flux {

enum class BuildMode { write, dry_run, check };

/// A line, and a few more for the files that go or (with `check`) are out of date; each ends with a newline:
///
///   prod: wrote 24 files to out/prod (argocd 9, helm 4, kubernetes 5, terraform 6), 2 changed, 22 unchanged
///   moves: 3 proxmox_vm
///   removes: 1 file, 2 proxmox_vm, 1 Application
///     helm/main/old/values.yaml
std::string build_report(const std::string& environment, const std::string& folder, const OutputTree& tree,
                         const WriteReport& report, BuildMode mode, const ChangeSummary& summary = {});

/// The unified diffs of all that differs between `folder` and the tree, by path. `colour` adds ANSI escapes.
std::string output_diff(const std::string& folder, const OutputTree& tree, const WriteReport& report,
                        bool colour);

}  // namespace flux
