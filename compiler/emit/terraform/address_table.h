// What the handles of deferred expressions name: every block that is written, by its object and the name
// inside it.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "diagnostics/diagnostic.h"
#include "ir/deferred.h"
#include "ir/program.h"

namespace flux::terraform {

class AddressTable {
public:
  struct Entry {
    const TerraformBlock* block;
    std::string address;               ///< the label in the module: `main_worker_vm`
    const BlockItem* local = nullptr;  ///< of `locals`
    std::string_view stack() const { return block->owner->stack; }
  };

  /// Of blocks that have passed `check_block` and outlive the table. Two blocks of one address are reported
  /// (E5001).
  AddressTable(std::span<const TerraformBlock* const> blocks, Diagnostics& diagnostics);

  /// Null when no such block is written.
  const Entry* find(const DeferredExpr& handle) const;

  /// `wanted`, or with a number behind it when a block of that mode and type has it in the stack; taken from
  /// then on.
  std::string claim(std::string_view stack, HandleMode mode, std::string_view type, std::string wanted);

private:
  using Key = std::tuple<std::string_view, HandleMode, std::string,
                         std::string>;  // object or stack, mode, type, name

  void add(const TerraformBlock& block, HandleMode mode, std::string_view type, std::string_view name,
           const BlockItem* local, SourceSpan place, Diagnostics& diagnostics);

  std::map<Key, Entry> by_name_;          // by the object's path and the name inside it
  std::map<Key, SourceSpan> by_address_;  // by the stack and the address
};

/// `proxmox_vm.main_node`, `data.…`, `module.…`, `var.…`, `local.…`: how expressions of the module refer to
/// it.
std::string reference_to(HandleMode mode, std::string_view type, std::string_view address);

}  // namespace flux::terraform
