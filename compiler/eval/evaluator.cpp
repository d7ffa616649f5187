#include "eval/evaluator.h"

#include <functional>

#include "schemas/schema_set.h"

namespace flux {

Evaluator::Evaluator(const hir::Environment& environment, const SourceManager& sources, TypeTable& types,
                     EvalOptions options)
    : environment_(environment),
      sources_(sources),
      types_(types),
      options_(options),
      globals_(options.global_count) {
  // Ranks follow the linear order; rank 0 is the types' own defaults, below all.
  ranks_.push_back(nullptr);
  std::unordered_map<const hir::Layer*, std::size_t> rank;
  for (const hir::Layer* layer : environment.layers) {
    rank.emplace(layer, ranks_.size());
    ranks_.push_back(layer);
  }
  const std::size_t count = ranks_.size();
  above_.assign(count, std::vector<bool>(count, false));
  for (std::size_t i = 1; i < count; ++i) {
    above_[i][0] = true;
    if (ranks_[i]->from_command_line) {
      for (std::size_t j = 1; j < i; ++j) above_[i][j] = true;
      continue;
    }
    // A layer mounted into the tree stands above the layers of the whole tree beside it.
    for (std::size_t j = 1; ranks_[i]->mounted && j < i; ++j) {
      if (!ranks_[j]->mounted) above_[i][j] = true;
    }
    // Whatever stands below in the order and is extended has its row finished already.
    for (const hir::Layer* extended : ranks_[i]->extends) {
      auto found = rank.find(extended);
      if (found == rank.end() || found->second >= i) continue;
      above_[i][found->second] = true;
      for (std::size_t j = 1; j < i; ++j) {
        if (above_[found->second][j]) above_[i][j] = true;
      }
    }
  }
}

bool Evaluator::resolve() {
  if (!ensure_root()) return false;
  complete(*root_);
  if (diagnostics_.has_errors()) return false;
  // What is emitted is completed as well: that may add to the list, but emits nothing itself.
  const std::vector<EvalObject*> emitting = emitting_;
  for (EvalObject* object : emitting) emit_terraform(*object);
  emitting_ = emitting;
  report_unchecked();
  index_recorded();
  return true;
}

const Program* Evaluator::run() {
  if (!resolve()) return nullptr;
  const std::vector<EvalObject*> emitting = emitting_;  // see `resolve`
  in_documents_ = true;
  for (EvalObject* object : emitting) emit_documents(*object);
  if (diagnostics_.has_errors()) return nullptr;
  auto* program = arena_.make<Program>();
  program->environment = environment_.layer->name.text();
  program->delivery = options_.delivery;
  program->provider_schemas = provider_schemas();
  program->terraform = arena_.copy(terraform_);
  program->documents = arena_.copy(documents_);
  program->recorded = recorded_names();
  program->encoded_texts = &encoded_texts_;
  return program;
}

std::span<const ProviderSchema> Evaluator::provider_schemas() {
  std::vector<ProviderSchema> schemas;
  if (options_.schemas != nullptr) {
    for (const SchemaSet::Versioned& one : options_.schemas->provider_versions())
      schemas.push_back(
          {arena_.copy_text(one.source), arena_.copy_text(one.version), arena_.copy_text(one.path)});
  }
  return arena_.copy(schemas);
}

bool Evaluator::ensure_root() {
  if (root_ != nullptr) return true;
  const Type* type = environment_.layer->type;
  if (type == nullptr || !type->is(TypeKind::record)) return false;  // sema has said why
  root_ = construct(type, nullptr, nullptr, environment_.layer->span);
  root_->placed = true;
  if (options_.delivery_defaults != nullptr) {
    push(*root_, options_.delivery_defaults, nullptr, {.layer = 0, .via = kViaYaml});
  }
  std::uint16_t rank = 0;
  for (const hir::Layer* layer : environment_.layers) {
    ++rank;
    if (layer->body == nullptr) continue;
    StackEntry like{.layer = rank};
    if (layer->mounted) like.via |= kViaMount;
    if (layer->from_yaml) like.via |= kViaYaml;
    if (layer->from_command_line) like.via |= kViaCommandLine;
    push(*root_, layer->body, nullptr, like);
  }
  return true;
}

struct Evaluation::Impl {
  Evaluator evaluator;
};

Evaluation::Evaluation(const hir::Environment& environment, const SourceManager& sources, TypeTable& types,
                       EvalOptions options)
    : impl_(new Impl{Evaluator(environment, sources, types, options)}) {}
Evaluation::~Evaluation() = default;
Evaluation::Evaluation(Evaluation&&) noexcept = default;

const Program* Evaluation::run() {
  return impl_->evaluator.run();
}
const Diagnostics& Evaluation::diagnostics() const {
  return impl_->evaluator.diagnostics_;
}
Diagnostics& Evaluation::diagnostics() {
  return impl_->evaluator.diagnostics_;
}
EvalCounters Evaluation::counters() const {
  return impl_->evaluator.counters_;
}
std::vector<HiddenOverride>& Evaluation::hidden_overrides() {
  return impl_->evaluator.hidden_overrides_;
}
void Evaluation::gather_compared() {
  Evaluator& evaluator = impl_->evaluator;
  if (evaluator.ensure_root()) evaluator.gather_compared(*evaluator.root_);
}
std::vector<ComparedValue>& Evaluation::compared() {
  return impl_->evaluator.compared_;
}
Evaluator& Evaluation::evaluator() {
  return impl_->evaluator;
}

}  // namespace flux
