// `.sops.yaml`: what a repository wants encrypted, and to whom.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "sops/coverage.h"
#include "sops/recipients.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux::sops {

struct CreationRule {
  SourceSpan span;
  std::shared_ptr<const re2::RE2> path;  ///< null: for every file
  Coverage coverage;
  std::vector<Recipient> recipients;
};

struct CreationRules {
  std::string path;    ///< of the `.sops.yaml`
  std::string folder;  ///< that it stands in; empty for the current one
  FileId file;
  std::vector<CreationRule> rules;

  /// The first rule for the file, whose path begins as `folder` does; null when there is none.
  const CreationRule* find(std::string_view path) const;
};

/// Reads each `.sops.yaml` once, and says once what is wrong of it (E5204, E5208).
class CreationRulesReader {
public:
  CreationRulesReader(FileProvider& files, SourceManager& sources, Arena& arena, Diagnostics& diagnostics)
      : files_(files), sources_(sources), arena_(arena), diagnostics_(diagnostics) {}

  /// The nearest `.sops.yaml` in the folder of `path` or above it, up to `root`; null where there is none
  /// that can be read.
  const CreationRules* nearest(std::string_view path, std::string_view root);

private:
  const CreationRules* read(const std::string& folder, bool& exists);
  std::optional<CreationRules> parse(const std::string& path, std::string text);

  FileProvider& files_;
  SourceManager& sources_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  struct Known {
    bool exists;
    std::optional<CreationRules> rules;
  };
  std::map<std::string, Known> known_;  // by folder
};

}  // namespace flux::sops
