// Values, known and deferred, as expressions of one stack's module.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "emit/terraform/address_table.h"
#include "emit/terraform/sops_files.h"
#include "emit/terraform/stack_graph.h"
#include "emit/text/hcl_document.h"
#include "ir/deferred.h"
#include "ir/program.h"
#include "ir/value.h"

namespace flux::terraform {

/// Handles become references: into the own module, or through a remote state into another stack. A block
/// under `for` without entries is not written: as a map it is `{}`. An output is read inside its own module
/// by what it says.
///
/// Values must have passed `check_block`. A reference that leads nowhere is reported (E5006) and becomes
/// null.
class ExpressionLowering {
public:
  /// All outlive the lowering.
  ExpressionLowering(const AddressTable& addresses, const EncodedTexts* encoded_texts, std::string_view stack,
                     StackGraph& graph, SopsFiles& sops, Diagnostics& diagnostics)
      : addresses_(addresses),
        encoded_texts_(encoded_texts),
        stack_(stack),
        graph_(graph),
        sops_(sops),
        diagnostics_(diagnostics) {}

  hcl::Expression lower(const Value& value);
  /// Says where what is lowered from now on goes.
  void keep(const Keeping& keeping) { keeping_ = keeping; }
  /// The same, with each literal `key` in deferred expressions written as `each.key`.
  hcl::Expression lower_with_key(const Value& value, std::string_view key);

  /// What `depends_on` can name: the block that the expression refers to. Nothing when that is no block of
  /// this module; one of another stack is required to be applied before.
  std::optional<hcl::Expression> dependency(const DeferredExpr& expression);

  /// The calls of providers' functions among what was lowered; one may stand there several times.
  const std::vector<const DeferredExpr*>& provider_calls() const { return provider_calls_; }

private:
  hcl::Expression lower(const DeferredExpr& expression);
  hcl::Expression lower_text(std::string_view text);
  hcl::Expression lower_template(const DeferredExpr& expression);
  hcl::Expression lower_for(const DeferredExpr& expression);
  hcl::Expression lower_path(const DeferredExpr& expression);
  hcl::Expression lower_handle(const DeferredExpr& handle, std::span<const DeferredExpr* const> path);
  hcl::Expression lower_shared(const AddressTable::Entry& entry, const DeferredExpr& handle,
                               std::span<const DeferredExpr* const> path);
  hcl::Expression lower_output(const AddressTable::Entry& entry, const DeferredExpr& handle);
  bool is_key(const DeferredExpr& expression) const;
  hcl::Expression with_steps(hcl::Expression base, std::span<const DeferredExpr* const> path);
  void report_missing(const DeferredExpr& handle, std::string what, std::string help);

  const AddressTable& addresses_;
  const EncodedTexts* encoded_texts_;
  std::string_view stack_;
  StackGraph& graph_;
  SopsFiles& sops_;
  Diagnostics& diagnostics_;
  Keeping keeping_;
  std::optional<std::string_view> key_;  // written as each.key
  bool secret_ = false;                  // the value being lowered is
  int outputs_ = 0;                      // that are being written out in place
  std::vector<const DeferredExpr*> provider_calls_;
  std::size_t nodes_ = 0;  // written in place of outputs
};

}  // namespace flux::terraform
