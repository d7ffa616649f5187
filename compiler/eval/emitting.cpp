// Emit blocks: run once per placed object, base first, into the program that emitters read.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "eval/evaluator.h"
#include "eval/schema_checks.h"
#include "ir/address.h"
#include "ir/path.h"

namespace flux {

namespace {

/// Nothing stays nothing: the environment has no name of its own, and an empty one is reported.
std::string name_of_part(std::string_view text) {
  return text.empty() ? std::string{} : identifier(text);
}

/// Two blocks of `emit kubernetes` are no manifests.
DocumentTarget target_of(Name head, DocumentTarget target) {
  if (target != DocumentTarget::kubernetes) return target;
  if (head.text() == "encrypted") return DocumentTarget::encrypted;
  return head.text() == "extern" ? DocumentTarget::provided : target;
}

}  // namespace

const Placement* Evaluator::placement(EvalObject& object) {
  if (object.placement != nullptr) return object.placement;
  auto* made = arena_.make<Placement>();
  object.placement = made;  // first: what is evaluated below may ask again
  const Placement* parent = object.parent != nullptr ? placement(*object.parent) : nullptr;
  made->parent = parent;
  made->step = object.key;
  made->span = object.span;
  if (object.record() != nullptr) made->type = object.record()->name;
  made->path = text(path_of(object));
  made->slug = text(parent == nullptr || parent->path.empty()
                        ? name_of_part(object.key.text())
                        : identifier(fmt::format("{}_{}", parent->slug, object.key.text())));
  made->cluster = parent != nullptr ? parent->cluster : std::string_view{};
  made->stack = parent != nullptr ? parent->stack : std::string_view{"shared"};
  if (object.record() == nullptr) return made;

  if (object.record()->is_cluster) made->cluster = object.key.text();
  const Field* cluster = object.record()->find(cluster_);
  if (cluster != nullptr && strip(cluster->type)->is(TypeKind::reference) &&
      strip(cluster->type)->element->is(TypeKind::record) &&
      strip(cluster->type)->element->record->is_cluster) {
    Value target = read(object, cluster_, object.span);
    if (target.is(ValueKind::reference)) made->cluster = target.as_object()->key.text();
  }
  if (parent == nullptr || parent->cluster != made->cluster) {
    made->stack = made->cluster.empty() ? std::string_view{"shared"} : made->cluster;
  }
  // The types may say otherwise: `slug` and `stack` at the top of `emit terraform`.
  for (StackEntry& from : object.stack) {
    if (from.body == nullptr) continue;
    for (const hir::Emit& emit : from.body->emits) {
      if (emit.target != terraform_name_) continue;
      auto* frame = arena_.make<Frame>(from.frame, &object, std::span<const Value>{}, emit.body->lets);
      for (const hir::EmitItem& item : emit.body->items) {
        if (item.kind != hir::EmitItem::Kind::attribute || (item.name != slug_ && item.name != stack_))
          continue;
        Value value = eval(*item.value, frame);
        std::string spelled;
        if (value.is_poison() || !append_text(value, item.value->span, spelled)) continue;
        (item.name == slug_ ? made->slug : made->stack) = text(name_of_part(spelled));
      }
    }
  }
  return made;
}

void Evaluator::emit_items(const hir::EmitBody& body, Frame* frame, std::vector<BlockItem>& into) {
  for (const hir::EmitItem& item : body.items) {
    switch (item.kind) {
      case hir::EmitItem::Kind::attribute: {
        Value value = freeze(eval(*item.value, frame), item.value->span);
        if (value.is_absent() || !spend(weight(value), item.value->span)) break;
        if (value.is_poison()) {  // reported; that it was written still counts
          into.push_back(
              {.kind = BlockItem::Kind::attribute, .name = item.name, .value = value, .span = item.span});
          break;
        }
        if (value.origin() == nullptr) {
          value = value.with_origin(
              make_origin({.op = OriginOp::set, .member = item.span, .expression = item.value->span}));
        }
        into.push_back({.kind = BlockItem::Kind::attribute,
                        .name = item.name,
                        .value = value,
                        .doc = item.doc,
                        .span = item.span});
        break;
      }
      case hir::EmitItem::Kind::block: {
        into.push_back({.kind = BlockItem::Kind::block,
                        .name = item.name,
                        .block = emit_block(item, frame),
                        .doc = item.doc,
                        .span = item.span});
        break;
      }
      case hir::EmitItem::Kind::guarded: {
        int holds = eval_condition(*item.guard->condition, frame, "the condition of `if`");
        if (holds == (item.guard->negated ? 0 : 1)) emit_items(*item.body, frame, into);
        break;
      }
      case hir::EmitItem::Kind::loop:
        for (Frame* iteration : expand_in(frame, item.guard).frames) emit_items(*item.body, iteration, into);
        break;
      case hir::EmitItem::Kind::spread: {
        Value value = eval(*item.value, frame);
        std::vector<std::pair<Value, Value>> pairs;
        if (!iterate(value, item.value->span, pairs)) break;
        for (auto& [key, part] : pairs) {
          Value frozen = freeze(part, item.value->span);
          if (!frozen.is_poison() && spend(weight(frozen), item.value->span))
            into.push_back({.kind = BlockItem::Kind::attribute,
                            .name = intern(key.as_string()),
                            .value = frozen,
                            .span = item.span});
        }
        break;
      }
    }
  }
}

std::span<const std::string_view> Evaluator::emit_labels(const hir::EmitItem& item, Frame* frame) {
  std::vector<std::string_view> labels;
  for (const hir::Expr* label : item.labels) {
    Value value = eval(*label, frame);
    std::string spelled;
    if (value.is_poison()) continue;
    if (value.is_deferred() || value.is_secret()) {
      diagnostics_.error(value.is_deferred() ? Code::deferred_not_admitted : Code::secret_not_admitted,
                         label->span,
                         value.is_deferred() ? "a label must be known, and this is known only during apply"
                                             : "a label is public, and this is a secret");
      continue;
    }
    if (append_text(value, label->span, spelled)) labels.push_back(text(spelled));
  }
  return arena_.copy(labels);
}

const Block* Evaluator::emit_block(const hir::EmitItem& item, Frame* frame) {
  std::vector<BlockItem> items;
  if (item.body != nullptr) emit_items(*item.body, frame, items);
  return arena_.make<Block>(emit_labels(item, frame), std::span<const BlockItem>(arena_.copy(items)),
                            item.span);
}

/// By what is written for its value; null where it is not written plainly.
const Type* Evaluator::type_of_output(const hir::EmitItem& output) const {
  if (output.body == nullptr) return nullptr;
  for (const hir::EmitItem& item : output.body->items) {
    if (item.kind == hir::EmitItem::Kind::attribute && item.name == value_) return item.value->type;
  }
  return nullptr;
}

void Evaluator::emit_terraform_items(EvalObject& object, const hir::EmitBody& body, Frame* frame) {
  for (const hir::EmitItem& item : body.items) {
    switch (item.kind) {
      case hir::EmitItem::Kind::attribute:
      case hir::EmitItem::Kind::spread:
        break;  // `slug` and `stack`: placement() reads them
      case hir::EmitItem::Kind::guarded: {
        int holds = eval_condition(*item.guard->condition, frame, "the condition of `if`");
        if (holds == (item.guard->negated ? 0 : 1)) emit_terraform_items(object, *item.body, frame);
        break;
      }
      case hir::EmitItem::Kind::loop:
        for (Frame* iteration : expand_in(frame, item.guard).frames)
          emit_terraform_items(object, *item.body, iteration);
        break;
      case hir::EmitItem::Kind::block: {
        TerraformBlock block{.owner = placement(object),
                             .head = item.name,
                             .keyed = item.loop != nullptr,
                             .doc = item.doc,
                             .span = item.span};
        if (item.loop == nullptr) {
          block.labels = emit_labels(item, frame);
          std::vector<BlockItem> items;
          if (item.body != nullptr) emit_items(*item.body, frame, items);
          conform(block, items);
          add_preconditions(object, item, items);
          block.body = arena_.make<Block>(std::span<const std::string_view>{},
                                          std::span<const BlockItem>(arena_.copy(items)), item.span);
        } else {
          emit_instances(object, item, frame, block);
        }
        if (item.name == output_) outputs_.emplace_back(terraform_.size(), type_of_output(item));
        terraform_.push_back(block);
        break;
      }
    }
  }
}

void Evaluator::conform(const TerraformBlock& block, std::vector<BlockItem>& items) {
  if (options_.schemas == nullptr) return;
  SchemaChecks checks{*options_.schemas, sources_, diagnostics_, arena_};
  if (block.head.text() == "module") {
    const auto source = std::ranges::find(items, intern("source"), &BlockItem::name);
    if (source == items.end() || !source->value.is_string()) return;
    const std::string_view path = source->value.as_string();
    if (const ModuleSchema* module = options_.schemas->module(path))
      checks.conform(items, *module->inputs, block.span, fmt::format("the module `{}`", path), true);
    return;
  }
  const TerraformBody* body = checks.body_of(block.head, block.labels, block.span);
  if (body != nullptr) checks.conform(items, *body, block.span, fmt::format("`{}`", block.labels[0]), true);
}

void Evaluator::add_preconditions(EvalObject& object, const hir::EmitItem& item,
                                  std::vector<BlockItem>& items) {
  // A check over what only Terraform knows becomes a precondition of the object's first resource.
  auto found = preconditions_.find(&object);
  if (found == preconditions_.end() || (item.name != intern("resource") && item.name != intern("data")))
    return;
  std::vector<BlockItem> lifecycle;
  for (auto& [condition, message, span] : found->second) {
    std::vector<BlockItem> parts{
        {.kind = BlockItem::Kind::attribute, .name = intern("condition"), .value = condition, .span = span},
        {.kind = BlockItem::Kind::attribute,
         .name = intern("error_message"),
         .value = message,
         .span = span}};
    const Block* block = arena_.make<Block>(std::span<const std::string_view>{},
                                            std::span<const BlockItem>(arena_.copy(parts)), span);
    lifecycle.push_back(
        {.kind = BlockItem::Kind::block, .name = intern("precondition"), .block = block, .span = span});
  }
  preconditions_.erase(found);
  for (BlockItem& existing : items) {
    if (existing.kind != BlockItem::Kind::block || existing.name != intern("lifecycle")) continue;
    std::vector<BlockItem> joined(existing.block->items.begin(), existing.block->items.end());
    joined.insert(joined.end(), lifecycle.begin(), lifecycle.end());
    existing.block = arena_.make<Block>(
        existing.block->labels, std::span<const BlockItem>(arena_.copy(joined)), existing.block->span);
    return;
  }
  const Block* block = arena_.make<Block>(std::span<const std::string_view>{},
                                          std::span<const BlockItem>(arena_.copy(lifecycle)), item.span);
  items.push_back(
      {.kind = BlockItem::Kind::block, .name = intern("lifecycle"), .block = block, .span = item.span});
}

std::string_view Evaluator::entry_path(const Value& map, std::string_view key) {
  if (!map.is_object() && !map.is(ValueKind::reference)) return {};
  const EvalObject& object = *map.as_object();
  if (!object.placed || object.type->is(TypeKind::record)) return {};
  std::string path = path_of(object);
  append_path_step(path, key);
  return text(path);
}

void Evaluator::emit_instances(EvalObject& object, const hir::EmitItem& item, Frame* frame,
                               TerraformBlock& block) {
  const hir::Guard& loop = *item.loop;
  Value source = eval(*loop.source, frame);
  std::vector<std::pair<Value, Value>> pairs;
  if (!iterate(source, loop.source->span, pairs)) return;
  std::vector<BlockInstance> instances;
  std::unordered_set<std::string_view> seen;
  for (auto& [key, value] : pairs) {
    if (source.is(ValueKind::list)) {
      if (!value.is_string()) {
        diagnostics_
            .error(Code::value_does_not_fit, loop.source->span,
                   fmt::format("`for_each` goes over a map, a keyed list or strings, found {} in the list",
                               kind_phrase(value)))
            .with_help("make it a map: `{for x in … : key => x}`");
        return;
      }
      key = value;
    }
    auto locals = arena_.make_array<Value>(2);
    locals[0] = loop.variables == 2 ? key : value;
    locals[1] = value;
    auto* iteration = arena_.make<Frame>(frame, &object, std::span<const Value>{locals}, loop.lets);
    if (loop.filter != nullptr && eval_condition(*loop.filter, iteration, "the condition of `for`") != 1)
      continue;
    if (!seen.insert(key.as_string()).second) {
      diagnostics_.error(
          Code::duplicate_key, loop.source->span,
          fmt::format("`{}` comes twice, and each instance needs a key of its own", key.as_string()));
      return;
    }
    if (block.labels.empty()) block.labels = emit_labels(item, frame);
    std::vector<BlockItem> items;
    if (item.body != nullptr) emit_items(*item.body, iteration, items);
    conform(block, items);
    const Block* body = arena_.make<Block>(std::span<const std::string_view>{},
                                           std::span<const BlockItem>(arena_.copy(items)), item.span);
    instances.push_back({text(key.as_string()), body, entry_path(source, key.as_string())});
  }
  if (block.labels.empty()) block.labels = emit_labels(item, frame);
  block.instances = arena_.copy(instances);
}

void Evaluator::emit_document_items(EvalObject& object, DocumentTarget target, const hir::EmitBody& body,
                                    Frame* frame) {
  for (const hir::EmitItem& item : body.items) {
    switch (item.kind) {
      case hir::EmitItem::Kind::guarded: {
        int holds = eval_condition(*item.guard->condition, frame, "the condition of `if`");
        if (holds == (item.guard->negated ? 0 : 1)) emit_document_items(object, target, *item.body, frame);
        break;
      }
      case hir::EmitItem::Kind::loop:
        for (Frame* iteration : expand_in(frame, item.guard).frames)
          emit_document_items(object, target, *item.body, iteration);
        break;
      case hir::EmitItem::Kind::block: {
        std::vector<Frame*> frames{frame};
        if (item.loop != nullptr) {
          Expansion expansion = expand_in(frame, item.loop);
          frames.assign(expansion.frames.begin(), expansion.frames.end());
        }
        for (Frame* at : frames) {
          if (item.value == nullptr) continue;
          Value value = eval(*item.value, at);
          if (value.is_object()) {
            std::size_t errors = diagnostics_.error_count();
            complete(*value.as_object());
            if (diagnostics_.error_count() > errors) continue;
          }
          value = recorded(freeze(value, item.value->span));
          if (!value.is(ValueKind::map) || !spend(weight(value), item.value->span)) continue;
          documents_.push_back({.target = target_of(item.name, target),
                                .owner = placement(object),
                                .head = item.name,
                                .labels = emit_labels(item, at),
                                .body = value,
                                .doc = item.doc,
                                .span = item.span});
          if (options_.schemas != nullptr)
            SchemaChecks{*options_.schemas, sources_, diagnostics_, arena_}.check_document(documents_.back());
        }
        break;
      }
      default:
        break;
    }
  }
}

void Evaluator::for_each_emit(EvalObject& object, const std::function<void(const hir::Emit&, Frame*)>& emit) {
  for (StackEntry& from : object.stack) {
    if (from.body == nullptr) continue;
    for (const hir::Emit& written : from.body->emits) {
      Frame* single[] = {from.frame};
      std::span<Frame* const> frames = single;
      if (written.guard != nullptr) frames = expand(from, written.guard).frames;
      for (Frame* outer : frames)
        emit(written, arena_.make<Frame>(outer, &object, std::span<const Value>{}, written.body->lets));
    }
  }
}

void Evaluator::emit_terraform(EvalObject& object) {
  for_each_emit(object, [&](const hir::Emit& emit, Frame* frame) {
    if (emit.target == terraform_name_) emit_terraform_items(object, *emit.body, frame);
  });
}

void Evaluator::report_unchecked() {
  std::vector<std::pair<SourceSpan, std::string>> left;
  for (const auto& [object, checks] : preconditions_) {
    for (const auto& [condition, message, span] : checks) left.emplace_back(span, path_of(*object));
  }
  std::ranges::sort(left);
  for (const auto& [span, path] : left) {
    diagnostics_.error(
        Code::deferred_not_admitted, span,
        fmt::format(
            "this check{} is about a value known only during apply, and no resource could check it then",
            path.empty() ? "" : fmt::format(" of `{}`", path)));
  }
  preconditions_.clear();
}

void Evaluator::emit_documents(EvalObject& object) {
  for_each_emit(object, [&](const hir::Emit& emit, Frame* frame) {
    const std::string_view target = emit.target.text();
    if (emit.target == terraform_name_) return;
    const DocumentTarget kind = target == "helm"     ? DocumentTarget::helm
                                : target == "argocd" ? DocumentTarget::argocd
                                : target == "file"   ? DocumentTarget::file
                                                     : DocumentTarget::kubernetes;
    emit_document_items(object, kind, *emit.body, frame);
  });
}

}  // namespace flux
