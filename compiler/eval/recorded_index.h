// Which recorded value stands for which expression of Terraform: an expression that is an output's, or a part
// of one, has the value that was recorded of the output.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ir/program.h"
#include "recorded/recorded_outputs.h"

namespace flux {

/// Tells expressions apart by what they say: equal ones have one number.
class DeferredNumbers {
public:
  std::uint32_t of(const DeferredExpr& expression);

private:
  using Parts = std::vector<std::uint64_t>;
  struct Hash {
    std::size_t operator()(const Parts& parts) const;
  };
  Parts parts_of(const DeferredExpr& expression);

  std::unordered_map<const DeferredExpr*, std::uint32_t> known_;
  std::unordered_map<Parts, std::uint32_t, Hash> numbers_;
  std::uint32_t next_ = 0;
};

class RecordedIndex {
public:
  /// An output that the program declares.
  struct Output {
    std::string_view stack;
    std::string_view address;  ///< as `terraform output` names it
    SourceSpan span;
    const RecordedOutput* record;  ///< null where it is not recorded
    bool sensitive;                ///< Terraform will hide it: what was recorded is no value
  };
  struct Found {
    const Output* output;  ///< null where the expression is no output's
    const Value* value;    ///< null where that is not recorded
  };

  /// `outputs` are blocks with head `output`; `recorded` outlives the index.
  RecordedIndex(std::span<const TerraformBlock* const> outputs, const RecordedOutputs& recorded);

  Found find(const DeferredExpr& expression);
  const std::vector<Output>& outputs() const { return outputs_; }

private:
  void add(const Value& value, const Output& output, const Value* recorded);
  void add(const DeferredExpr& expression, const Output& output, const Value* recorded);

  Arena arena_;  ///< of expressions that nobody wrote
  DeferredNumbers numbers_;
  std::vector<Output> outputs_;
  std::unordered_map<std::uint32_t, Found> by_number_;
};

}  // namespace flux
