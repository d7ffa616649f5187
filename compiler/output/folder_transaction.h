// Writes the output of one environment into its folder: all of it or nothing, and nothing that is not ours.
//
// - A file is ours when the folder's manifest (.flux-manifest.json) lists it. Others are never moved, changed
// or removed;
//   one that stands where we would write is an error (E7101) unless it has those bytes already, and is then
//   ours.
// - Ours are overwritten even where edited by hand (W7101), and removed when no longer written, with the
// folders that
//   this leaves empty; an edited one is not removed but given up (W7101). Unchanged files are not touched.
// - A symbolic link inside the folder is never followed (E7102). The folder itself may be one.
// - Whatever interrupts a build (a kill, a full disk, no power), the next one finishes it or undoes it: see
// the .cpp.
// - Builds on one folder wait for each other, shortly (E7104).
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "output/output_tree.h"
#include "output/records.h"

namespace flux {

/// The files of the tree and the folder, each in one list, sorted.
struct WriteReport {
  enum class Outcome {
    done,     ///< `commit`: written; `compare`: could be written
    refused,  ///< something in the folder must be mended first; nothing was written
    failed,   ///< the machine: permissions, space, another build
    stopped,  ///< by the stop flag; nothing was written
  };

  Outcome outcome = Outcome::done;
  std::vector<std::string> created;
  std::vector<std::string> changed;
  std::vector<std::string> removed;
  std::vector<std::string> unchanged;
  /// The manifest is missing or lists other files or contents.
  bool manifest_outdated = false;
  /// The provenance is missing or another.
  bool provenance_outdated = false;
  /// `compare`: an interrupted build is waiting to be finished.
  bool unfinished = false;

  /// Whether a build writes nothing.
  bool up_to_date() const {
    return outcome == Outcome::done && created.empty() && changed.empty() && removed.empty() &&
           !manifest_outdated && !provenance_outdated && !unfinished;
  }
};

struct CommitOptions {
  /// Set (by a signal handler) to give up; looked at until the point of no return.
  const std::atomic<bool>* stop = nullptr;
  /// Called before every change to the disk: for tests, which die here.
  std::function<void()> on_step;
};

/// What `commit` would do. Writes nothing. `folder` may be missing.
WriteReport compare(const OutputTree& tree, const std::string& folder, Diagnostics& diagnostics);

/// Makes `folder` hold the tree, and what is not ours as it was. Makes `folder` where it is missing.
WriteReport commit(const OutputTree& tree, const std::string& folder, Diagnostics& diagnostics,
                   const CommitOptions& options = {});

/// Finishes or undoes what an interrupted `commit` has begun in the folder, which may be missing; `commit`
/// does so itself. False, with a report, when it cannot.
bool finish_interrupted(const std::string& folder, Diagnostics& diagnostics);

/// What is known of the files in the folder; nothing where there is no record or it cannot be read, of which
/// `commit` tells.
std::optional<Manifest> recorded_manifest(const std::string& folder);

/// The record of what the folder was built from, as it stands there; nothing where there is none, or what
/// stands there is no file.
std::optional<std::string> recorded_provenance(const std::string& folder);

/// What is in the folder and neither in the tree nor fluxc's own, with every step that is no folder (links
/// are not followed), sorted. What Terraform keeps beside its files to remember its state and providers is
/// left out. Throws nothing: what cannot be read is reported.
std::vector<std::string> foreign_files(const OutputTree& tree, const std::string& folder,
                                       Diagnostics& diagnostics);

/// A file of an output folder as it is on disk, no symbolic link followed; nothing where it cannot be read.
std::optional<std::string> read_output(const std::string& folder, const std::string& path);

}  // namespace flux
