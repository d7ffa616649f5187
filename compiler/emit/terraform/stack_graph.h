// What the stacks read from each other: outputs on one side, `terraform_remote_state` on the other, and the
// order of applying that follows.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "emit/terraform/address_table.h"
#include "emit/text/hcl_document.h"

namespace flux::terraform {

/// An output that a stack has because another one reads it.
struct SharedOutput {
  std::string name;
  hcl::Expression value;
  bool sensitive = false;
};

class StackGraph {
public:
  /// Names that are made up are claimed in `addresses`, which outlives the graph.
  explicit StackGraph(AddressTable& addresses) : addresses_(addresses) {}

  /// A stack that is written; they are ordered as they were added where nothing else orders them.
  void add(std::string_view stack);

  /// `to` must be applied before `from`; `place` is where that was written.
  void require(std::string_view from, std::string_view to, SourceSpan place);

  /// The expression by which `from` reads what `value` is in `to`, which gets an output for it. The same
  /// value read twice is one output. `name`: the output's, where it is not taken.
  hcl::Expression share(std::string_view from, std::string_view to, std::string name, hcl::Expression value,
                        bool sensitive, SourceSpan place);
  /// The expression by which `from` reads an output that `to` declares.
  hcl::Expression read(std::string_view from, std::string_view to, std::string_view output, SourceSpan place);

  /// By name.
  std::vector<SharedOutput> outputs_of(std::string_view stack) const;
  /// The stacks that `stack` reads, by name, with the names of their `terraform_remote_state`.
  const std::map<std::string_view, std::string>& remote_states_of(std::string_view stack) const;

  /// The outputs that `stack` reads of others: by their stack, by name.
  const std::map<std::string_view, std::set<std::string, std::less<>>>& reads_of(
      std::string_view stack) const;

  /// The stacks that must be applied before `stack`, by name.
  std::vector<std::string_view> needs_of(std::string_view stack) const;

  /// Each stack behind those that it needs; nothing when they need each other in a circle, which is reported
  /// (E5007).
  std::optional<std::vector<std::string_view>> apply_order(Diagnostics& diagnostics) const;

private:
  void report_cycle(const std::map<std::string_view, int>& waiting, Diagnostics& diagnostics) const;

  AddressTable& addresses_;
  std::vector<std::string_view> stacks_;
  std::map<std::string_view, std::map<std::string_view, SourceSpan>> requirements_;
  std::map<std::string_view, std::map<std::string_view, std::string>> remote_states_;
  std::map<std::string_view, std::map<std::string_view, std::set<std::string, std::less<>>>> reads_;
  std::map<std::string_view, std::map<std::string, SharedOutput>>
      outputs_;  // by stack and the text of the value
};

}  // namespace flux::terraform
