// What an output makes in the world and a later one could destroy by leaving it out.
//
// An identity is a name under which a tool finds again what it made: Terraform's address in a stack, kind and
// name of what Argo CD or Kubernetes keeps. It remembers the object in the source that it came from, by which
// a rename is known.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flux {

/// `proxmox_vm.main_worker_vm["w1"]`, `module.main_network`.
struct TerraformAddress {
  std::string type;  ///< of the resource, or `module`
  std::string name;
  std::optional<std::string> key;  ///< of `for_each`

  std::string text() const;
  friend auto operator<=>(const TerraformAddress&, const TerraformAddress&) = default;
};
std::optional<TerraformAddress> parse_terraform_address(std::string_view text);

/// A step of any address that Terraform knows: `module.net["a"].hcloud_server.web[0]` has `module`, `net`
/// with a key, `hcloud_server`, and `web` with an index.
struct TerraformStep {
  std::string name;
  std::variant<std::monostate, std::uint64_t, std::string> index;
};
using TerraformReference = std::vector<TerraformStep>;
/// Of a resource, a module, or an instance of one; no data source.
std::optional<TerraformReference> parse_terraform_reference(std::string_view text);

struct Identity {
  enum class Tool { terraform, argocd, kubernetes };

  Tool tool = Tool::terraform;
  std::string scope;  ///< the stack; the folder of the cluster; empty for Argo CD
  TerraformAddress
      address;        ///< elsewhere: `type` is the kind, `name` the name, behind its namespace if it has one
  std::string path;   ///< of the object in the source
  std::string local;  ///< Terraform: the block's name inside of the object
  std::string entry;  ///< where the source says what an instance is made from, if it does; not recorded

  const std::string& kind() const { return address.type; }
  /// `terraform/main/proxmox_vm.main_worker_vm["w1"]`, `argocd/Application/web`,
  /// `kubernetes/main/Namespace/web`.
  std::string id() const;
  /// As messages name it: the address, or `Application web`.
  std::string title() const;
};
/// Without path and local name.
std::optional<Identity> parse_identity(std::string_view id);

struct Inventory {
  std::vector<Identity> identities;  ///< by id
  /// What Terraform has to know by new addresses: of each stack, the new one by the old one,
  /// which may be any that it was applied under.
  std::map<std::string, std::map<std::string, std::string>> moves;
  /// Ids that `moved` and `removed` blocks of the program itself take out of Terraform's hands; not recorded.
  std::set<std::string, std::less<>> released;

  void sort();
  /// Whether they are recorded alike.
  friend bool operator==(const Inventory& a, const Inventory& b);
};

}  // namespace flux
