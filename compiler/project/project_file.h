// The project file, `flux.yaml`, at the root of a project:
//
//   requires: fluxc 0.4.*           # another version of fluxc is an error
//   edition: 2026                   # of the standard library
//   output: out                     # the folder that `build` writes, a folder in it for each environment
//   lint:
//     W4001: deny                   # a warning, by code or name: allow, warn or deny
//   delivery:                       # where the output will live
//     repository: https://git.example.org/platform.git
//     revision: main
//     path: out                     # of the output folder; an environment's is <path>/<environment>
//     environments:
//       prod: { revision: release, path: deploy/prod }
//   schemas:
//     proxmox: schemas/proxmox.schema.json.gz
//   dependencies:                   # packages, for `import "@infra/…"`
//     infra: { git: https://git.example.org/infrastructure.git, revision: v1.4.0, folder: contract }
//     common: { path: ../common }
//   recorded: envs                  # where Terraform's outputs are recorded: envs/<environment>.outputs
//
// Every key may be missing, and so may the file. It is closed: an unknown key is an error.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "project/package_source.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

inline constexpr std::string_view kProjectFileName = "flux.yaml";
inline constexpr int kLatestEdition = 2026;

enum class LintLevel { allow, warn, deny };

/// A text of the project file.
struct ProjectText {
  std::string text;
  SourceSpan span;  ///< of the value; at the start of the file where it is not written
};

struct DeliverySettings {
  ProjectText repository;  ///< empty: not known
  ProjectText revision;
  ProjectText path;  ///< of the environment's output folder inside the repository
};

/// A package that the project imports from.
struct Dependency {
  PackageSource source;
  SourceSpan span;  ///< of its name
};

struct Project {
  std::string root;  ///< the folder that paths below are relative to
  FileId file;       ///< of flux.yaml; invalid where there is none
  int edition = kLatestEdition;
  std::string output = "out";
  /// Only of warnings, and only those that the file names.
  std::map<Code, LintLevel> lint;
  std::map<std::string, std::string> schemas;
  std::map<std::string, Dependency> dependencies;  ///< by name
  std::optional<std::string> recorded;             ///< the folder of the environments' recorded outputs

  /// Where the output of an environment will live: what is set for it, then for all, then HEAD and
  /// <output>/<environment>.
  DeliverySettings delivery_of(std::string_view environment) const;

  /// As written; nothing where not.
  struct Delivery {
    std::optional<ProjectText> repository;
    std::optional<ProjectText> revision;
    std::optional<ProjectText> path;
  };
  Delivery delivery;
  std::map<std::string, Delivery, std::less<>> environments;
};

/// Whether a path that is relative to a project leads to something in it.
bool is_below_project(std::string_view path);

/// The nearest folder that holds a flux.yaml: `path` itself (a folder) or one that it is in; where there is
/// none, `path` (a folder) or the folder of the file.
std::string find_project_root(FileProvider& files, const std::string& path);

/// The project at `root`, with what its file (added to `sources`) sets. Mistakes are reported (E70xx, and
/// E1xxx for what is no YAML) and leave the default. A project for another version of fluxc is not read any
/// further.
Project read_project(FileProvider& files, SourceManager& sources, const std::string& root,
                     Diagnostics& diagnostics);

/// `read_project`, of this text; for `compiler` instead of compiler_version().
Project parse_project(std::string_view text, FileId file, std::string_view compiler,
                      Diagnostics& diagnostics);

}  // namespace flux
