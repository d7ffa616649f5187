// The files of one stack's root module, as they are gathered.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emit/text/hcl_document.h"
#include "ir/program.h"

namespace flux::terraform {

class ModuleFiles {
public:
  /// Puts a block behind those that its file has. Where it goes follows from its head and its object.
  void add(const TerraformBlock& block, hcl::Block lowered);
  void add(std::string_view file, hcl::Block lowered) {
    files_[std::string(file)].body.items.push_back(std::move(lowered));
  }

  /// By name; each text under `header`, and under the documentation of the object where a file has one object
  /// only.
  std::map<std::string, std::string> write(std::string_view header) const;

  static constexpr std::string_view kTerraform = "terraform.tf";
  static constexpr std::string_view kProviders = "providers.tf";
  static constexpr std::string_view kVariables = "variables.tf";
  static constexpr std::string_view kOutputs = "outputs.tf";
  static constexpr std::string_view kRemoteState = "remote_state.tf";
  static constexpr std::string_view kSops = "sops.tf";

private:
  struct File {
    hcl::Body body;
    std::vector<const Placement*> objects;  ///< whose own file it is
  };
  std::map<std::string, File> files_;
};

}  // namespace flux::terraform
