// The lock file, `flux.lock`, beside `flux.yaml`: what `fluxc schema add` and `fluxc vendor` have put into
// the project, so that a schema or package which somebody edited, or which a merge mixed up, is noticed
// before it is used.
//
//   packages:
//     infra:
//       git: "https://git.example.org/infrastructure.git"   # as in flux.yaml, or `path`
//       revision: "v1.4.0"
//       commit: "…"                # which that was
//       sha256: "…"                # of all files, and of their paths
//   interfaces:
//     "@infra/prod.flux":
//       sha256: "…"                # that its head states
//       exports: {"domain": "…"}   # what it said when it was accepted, by place
//   schemas:
//     proxmox:
//       kind: terraform
//       path: "schemas/proxmox.schema.json"
//       version: "0.111.1"
//       only: ["proxmox_virtual_environment_vm"]
//       sha256: "…"                # of the file
//       source-sha256: "…"         # of what it was taken from
//
// YAML, as `flux.yaml` is: it has comments, and a merge shows an entry as lines.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "project/package_source.h"
#include "schemas/vendor.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

inline constexpr std::string_view kLockFileName = "flux.lock";

struct LockedSchema {
  SchemaKind kind = SchemaKind::terraform;
  std::string path;                     ///< below the project
  std::string version;                  ///< of the tool; empty: not known
  std::vector<std::string> only, open;  ///< as they were given to `fluxc schema add`
  std::string hash, source_hash;
  SourceSpan span;  ///< of its name
};

struct LockedPackage {
  PackageSource source;
  std::string commit;  ///< of a repository
  std::string hash;    ///< package_hash
  SourceSpan span;     ///< of its name
};

/// An interface of another project, as it was accepted.
struct LockedInterface {
  std::string hash;
  std::map<std::string, std::string, std::less<>> exports;  ///< interface_surface
  SourceSpan span;                                          ///< of its name
};

struct LockFile {
  std::map<std::string, LockedSchema> schemas;    ///< by name
  std::map<std::string, LockedPackage> packages;  ///< by name
  FileId file;                                    ///< invalid where there is none
  /// By how they are imported: `@infra/prod.flux`, or the path below the project.
  std::map<std::string, LockedInterface> interfaces;

  /// What the version of each vendored file is, by its hash.
  std::map<std::string, std::string> versions_by_hash() const;
};

/// The lock file of the project at `root`, added to `sources`; nothing in it where there is none. What cannot
/// be read is reported (E6101, and E1xxx for what is no YAML) and left out.
LockFile read_lock_file(FileProvider& files, SourceManager& sources, const std::string& root,
                        Diagnostics& diagnostics);

std::string print_lock_file(const LockFile& lock);

/// The command that vendors the schema again, trimmed as it is now.
std::string add_command(const std::string& name, const LockedSchema& schema, std::string_view from);

/// What became of a vendored file.
enum class LockState { holds, changed, missing };
LockState lock_state(const LockedSchema& schema, FileProvider& files, const std::string& root);

/// Reports the vendored files that are not there (E6103) or not what the lock file says (E6102).
void verify_lock_file(const LockFile& lock, FileProvider& files, const std::string& root,
                      Diagnostics& diagnostics);

}  // namespace flux
