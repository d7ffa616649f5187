// Values of SOPS files in Terraform: the file is delivered beside the module, and the provider
// `carlpett/sops` decrypts it there.
//
// Where Terraform forgets what it is given (the configuration of a provider, a connection, a write-only
// argument), an `ephemeral "sops_file"` reads it, if every admitted version of Terraform knows these.
// Elsewhere a `data "sops_file"` does, and the state holds the value: W5121 says so.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "emit/terraform/settings.h"
#include "emit/text/hcl_document.h"
#include "ir/deferred.h"

namespace flux::terraform {

/// Where the value of an attribute goes.
struct Keeping {
  bool forgotten = false;  ///< Terraform keeps it nowhere
  SourceSpan span;         ///< the attribute
};

/// The files that one stack reads.
class SopsFiles {
public:
  /// `knows_ephemeral`: whether every admitted version of Terraform knows `ephemeral` blocks.
  SopsFiles(bool knows_ephemeral, Diagnostics& diagnostics)
      : knows_ephemeral_(knows_ephemeral), diagnostics_(diagnostics) {}

  /// The expression that reads `value`, which is of kind `sops`.
  hcl::Expression read(const DeferredExpr& value, const Keeping& keeping);

  /// By their paths beside the module.
  std::map<std::string_view, const SopsSource*> files() const;
  /// The blocks that read them.
  std::vector<hcl::Block> blocks() const;
  /// Requires the provider, where files are read and nobody has required it.
  void require_provider(StackSettings& settings) const;

private:
  struct File {
    const SopsSource* source;
    std::string name;
    bool read_by_data = false;
    bool read_by_ephemeral = false;
  };
  File& file_of(const SopsSource& source);
  void warn_of_state(const DeferredExpr& value, const Keeping& keeping);

  bool knows_ephemeral_;
  Diagnostics& diagnostics_;
  std::vector<File> files_;  // in the order of their first use
  std::set<std::string> names_;
  std::set<std::pair<SourceSpan, Name>> warned_;
};

}  // namespace flux::terraform
