// What a Terraform state knows of, in the two forms in which Terraform prints it: `terraform state pull`
// (format 4) and `terraform show -json`.
//
// A state holds secrets in the clear. Values are read to compare them, and are never shown; but for ids,
// where the state does not mark them as sensitive.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "emit/described_resources.h"

namespace flux {

struct StateInstance {
  std::string address;  ///< as `terraform state list` prints it
  std::string type;
  std::string name;
  std::string key;     ///< of `count` or `for_each`, as text; empty where there is none
  std::string module;  ///< `module.network`, `module.a["x"].module.b`; empty in the root module
  std::string id;      ///< empty where the state has none, or marks it as sensitive
  std::vector<KnownArgument> attributes;  ///< sorted
};

/// The instances of managed resources, in the order of the state; or why it is no state.
std::variant<std::vector<StateInstance>, std::string> read_terraform_state(std::string_view text);

}  // namespace flux
