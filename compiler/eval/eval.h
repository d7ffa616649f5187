// Evaluates one environment: resolves every value of it, checks the result, and collects what is to be
// emitted.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "eval/compared_value.h"
#include "hir/hir.h"
#include "ir/program.h"
#include "source/source_manager.h"
#include "types/type_table.h"

namespace flux {

class Evaluator;
class SchemaSet;
struct RecordedOutputs;

/// What people write stays far below.
inline constexpr std::size_t kValueBudget = 20'000'000;

struct EvalOptions {
  std::uint32_t global_count = 0;  ///< Sema::global_count()
  Delivery delivery;
  /// Stands right above the defaults of the environment's type (Sema::delivery_defaults); null: nothing.
  const hir::Body* delivery_defaults = nullptr;
  SchemaSet* schemas = nullptr;  ///< what emitted blocks and documents are checked against; may be null
  /// What Terraform's outputs were, for documents; null: nothing is recorded.
  const RecordedOutputs* recorded = nullptr;
  /// Objects, iterations and elements together: a program that needs more is a mistake or an attack (E4018).
  std::size_t budget = kValueBudget;
  /// False: no value knows where it came from. To measure what that costs.
  bool origins = true;
};

struct EvalCounters {
  std::uint64_t slots = 0;        ///< slots evaluated: each at most once
  std::uint64_t expressions = 0;  ///< contributions' right sides run
  std::uint64_t objects = 0;
  std::uint64_t origins = 0;  ///< made here; a value that nothing was hidden for has the typed tree's own
};

/// An `=` that overrides a layer below it, and is hidden by one of a layer above it.
struct HiddenOverride {
  const hir::Layer* layer;  ///< that the override stands in
  SourceSpan span;          ///< the override
  SourceSpan hider;         ///< what hides it
  std::string path;         ///< of what both set
  std::string hidden_by;    ///< `environment `prod``
};

/// The resolved environment. Holds the arena that Program and all values live in. Evaluation itself may nest
/// as deep as the program's values depend on each other: run it on a large stack (base/big_stack.h).
class Evaluation {
public:
  Evaluation(const hir::Environment& environment, const SourceManager& sources, TypeTable& types,
             EvalOptions options);
  ~Evaluation();
  Evaluation(Evaluation&&) noexcept;

  /// Resolves everything. With errors there is no program. The diagnostics are this evaluation's own.
  const Program* run();
  /// Instead of `run`, for an environment that others are compared with: evaluates what its objects have to
  /// compare, and nothing else.
  void gather_compared();
  const Diagnostics& diagnostics() const;
  Diagnostics& diagnostics();
  EvalCounters counters() const;
  /// After `run`.
  std::vector<HiddenOverride>& hidden_overrides();
  /// After `run` or `gather_compared`: what `check across environments` compares here.
  std::vector<ComparedValue>& compared();

  /// For the room's own queries (explanation.h).
  Evaluator& evaluator();

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flux
