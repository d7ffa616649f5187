#include "emit/terraform/expressions.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "emit/terraform/block_checks.h"
#include "emit/terraform/blocks.h"
#include "emit/terraform/keywords.h"
#include "ir/address.h"
#include "ir/literal.h"

namespace flux::terraform {
namespace {

constexpr int kDeepestOutput = 4;

/// The literal key of a step such as `["node-1"]` or `[0]`; null when it is not known.
const Value* literal_index(const DeferredExpr& step) {
  if (step.kind != DeferredKind::index || step.arguments[0]->kind != DeferredKind::literal) return nullptr;
  return &step.arguments[0]->value;
}

/// Attributes, indices and splats on a base, outermost last.
std::pair<const DeferredExpr*, std::vector<const DeferredExpr*>> split_path(const DeferredExpr& expression) {
  std::vector<const DeferredExpr*> path;
  const DeferredExpr* base = &expression;
  while (base->kind == DeferredKind::attribute || base->kind == DeferredKind::index ||
         base->kind == DeferredKind::splat) {
    path.push_back(base);
    base = base->base;
  }
  std::reverse(path.begin(), path.end());
  return {base, std::move(path)};
}

std::string text_of_key(const Value& key) {
  return key.is_string() ? std::string(key.as_string()) : describe(key);
}

/// `proxmox_vm_main_node_ipv4_addresses`: what an output is called that passes a value to another stack.
std::string output_name(std::string reference, std::span<const DeferredExpr* const> path) {
  for (const DeferredExpr* step : path) {
    if (step->kind == DeferredKind::attribute) reference.append("_").append(step->name.text());
    if (const Value* key = literal_index(*step)) reference.append("_").append(text_of_key(*key));
  }
  return identifier(reference);
}

bool has_instance(const TerraformBlock& block, const Value& key) {
  return !key.is_string() ||
         std::any_of(block.instances.begin(), block.instances.end(),
                     [&](const auto& instance) { return instance.key == key.as_string(); });
}

hcl::Expression lower_quantity(const Quantity& quantity) {
  return hcl::string(quantity_text(quantity));
}

/// Known text inside a template; nothing when it is no text.
std::optional<std::string> literal_text(const DeferredExpr& part) {
  if (part.kind != DeferredKind::literal) return {};
  if (part.value.is_string()) return std::string(part.value.as_string());
  return {};
}

}  // namespace

hcl::Expression ExpressionLowering::lower(const Value& value) {
  switch (value.kind()) {
    case ValueKind::boolean:
      return hcl::boolean(value.as_bool());
    case ValueKind::integer:
      return hcl::number(value.as_int());
    case ValueKind::floating:
      return hcl::raw(format_float(value.as_float()));
    case ValueKind::string:
      return lower_text(value.as_string());
    case ValueKind::quantity:
      return lower_quantity(value.as_quantity());
    case ValueKind::list: {
      hcl::List list;
      for (const Value& item : value.as_list().items) list.items.push_back(lower(item));
      return list;
    }
    case ValueKind::map: {
      hcl::Object object;
      for (const MapEntry& entry : value.as_map().entries) {
        if (entry.value.is_absent()) continue;
        object.entries.push_back({hcl::string(entry.key.text()), lower(entry.value), std::string(entry.doc)});
      }
      return object;
    }
    case ValueKind::deferred: {
      const bool outer = std::exchange(secret_, secret_ || value.is_secret());
      auto result = lower(*value.as_deferred());
      secret_ = outer;
      return result;
    }
    case ValueKind::absent:
    case ValueKind::null:
    case ValueKind::poison:
    case ValueKind::object:
    case ValueKind::reference:
      break;  // the verifier of the ir keeps all but null away
  }
  return hcl::Expression();
}

/// What was encoded is written as the call that encodes it, which people can read.
hcl::Expression ExpressionLowering::lower_text(std::string_view text) {
  if (encoded_texts_ != nullptr) {
    const auto encoded = encoded_texts_->find(text.data());
    if (encoded != encoded_texts_->end()) {
      const Value& value = encoded->second.value;
      if (value.is(ValueKind::list) || value.is(ValueKind::map))
        return hcl::Call{std::string(encoded->second.function), {lower(value)}};
    }
  }
  return hcl::string(text);
}

hcl::Expression ExpressionLowering::lower_with_key(const Value& value, std::string_view key) {
  key_ = key;
  auto result = lower(value);
  key_.reset();
  return result;
}

hcl::Expression ExpressionLowering::lower(const DeferredExpr& expression) {
  if (outputs_ > 0 && ++nodes_ > kLargestBlock) return hcl::Expression();  // lower_output reports it
  const auto argument = [&](std::size_t index) { return lower(*expression.arguments[index]); };
  switch (expression.kind) {
    case DeferredKind::literal:
      return is_key(expression) ? hcl::raw("each.key") : lower(expression.value);
    case DeferredKind::handle:
    case DeferredKind::attribute:
    case DeferredKind::index:
    case DeferredKind::splat:
      return lower_path(expression);
    case DeferredKind::call: {
      if (expression.name.text().starts_with(kProviderFunction)) provider_calls_.push_back(&expression);
      hcl::Call call{expression.name.str(), {}};
      for (const DeferredExpr* item : expression.arguments) call.arguments.push_back(lower(*item));
      return call;
    }
    case DeferredKind::unary:
      return hcl::Unary{expression.name.text().front(), argument(0)};
    case DeferredKind::binary:
      return hcl::Binary{expression.name.str(), argument(0), argument(1)};
    case DeferredKind::conditional:
      return hcl::Conditional{argument(0), argument(1), argument(2)};
    case DeferredKind::template_:
      return lower_template(expression);
    case DeferredKind::list: {
      hcl::List list;
      for (const DeferredExpr* item : expression.arguments) list.items.push_back(lower(*item));
      return list;
    }
    case DeferredKind::object: {
      hcl::Object object;
      for (std::size_t i = 0; i + 1 < expression.arguments.size(); i += 2)
        object.entries.push_back({argument(i), argument(i + 1), {}});
      return object;
    }
    case DeferredKind::for_list:
    case DeferredKind::for_object:
      return lower_for(expression);
    case DeferredKind::sops:
      return sops_.read(expression, keeping_);
    case DeferredKind::variable:
      return hcl::raw(expression.name.text());
  }
  return hcl::Expression();
}

hcl::Expression ExpressionLowering::lower_template(const DeferredExpr& expression) {
  hcl::Template result;
  for (const DeferredExpr* part : expression.arguments) {
    // Adjacent text is one part.
    const std::optional<std::string> text = is_key(*part) ? std::nullopt : literal_text(*part);
    auto* last = result.parts.empty() ? nullptr : std::get_if<hcl::String>(&result.parts.back().node);
    if (text && last != nullptr) {
      last->text += *text;
    } else if (text) {
      result.parts.push_back(hcl::string(*text));
    } else {
      result.parts.push_back(lower(*part));
    }
  }
  return result;
}

hcl::Expression ExpressionLowering::lower_for(const DeferredExpr& expression) {
  const bool object = expression.kind == DeferredKind::for_object;
  const std::size_t value = object ? 2 : 1;
  hcl::For loop;
  if (expression.variables[1]) {
    loop.key_variable = expression.variables[0].str();
    loop.value_variable = expression.variables[1].str();
  } else {
    loop.value_variable = expression.variables[0].str();
  }
  loop.source = lower(*expression.arguments[0]);
  if (object) loop.key = lower(*expression.arguments[1]);
  loop.value = lower(*expression.arguments[value]);
  if (expression.arguments.size() > value + 1) loop.condition = lower(*expression.arguments[value + 1]);
  return loop;
}

hcl::Expression ExpressionLowering::lower_path(const DeferredExpr& expression) {
  auto [base, path] = split_path(expression);
  if (base->kind == DeferredKind::handle) return lower_handle(*base, path);
  return with_steps(lower(*base), path);
}

hcl::Expression ExpressionLowering::lower_handle(const DeferredExpr& handle,
                                                 std::span<const DeferredExpr* const> path) {
  if (handle.owner ==
      nullptr) {  // `extern`: handwritten configuration owns it, under the name that it has there
    return with_steps(hcl::raw(reference_to(handle.mode, handle.type.text(), handle.local_name.text())),
                      path);
  }
  const AddressTable::Entry* entry = addresses_.find(handle);
  if (entry == nullptr) {
    report_missing(handle, "is not written",
                   "declare the block in the `emit terraform` of the object, unguarded");
    return hcl::Expression();
  }
  const Value* key = path.empty() ? nullptr : literal_index(*path.front());
  if (entry->block->keyed && key != nullptr && !has_instance(*entry->block, *key)) {
    report_missing(handle, fmt::format("has no instance {}", describe(*key)),
                   "use a key that the block's `for` goes through");
    return hcl::Expression();
  }
  if (entry->block->keyed && entry->block->instances.empty()) return with_steps(hcl::Object{}, path);

  const bool is_output = handle.mode == HandleMode::output;
  const std::string reference = reference_to(handle.mode, handle.type.text(), entry->address);
  if (entry->stack() == stack_) {
    return with_steps(is_output ? lower_output(*entry, handle) : hcl::raw(reference), path);
  }
  if (is_output) return with_steps(graph_.read(stack_, entry->stack(), entry->address, handle.span), path);
  if (handle.mode == HandleMode::ephemeral) {
    diagnostics_
        .error(
            Code::terraform_not_shareable, handle.span,
            fmt::format("`{}` of stack `{}` cannot be read in stack `{}`: an ephemeral value is in no state",
                        reference, entry->stack(), stack_))
        .label(entry->block->span, "declared here")
        .with_help("declare the `ephemeral` block in the stack that uses it");
    return hcl::Expression();
  }
  return lower_shared(*entry, handle, path);
}

// The other stack exports no more than what is read, for a whole resource may hold what is sensitive: the
// part of the path that it can know, and of a block under `for` that part of every instance.
hcl::Expression ExpressionLowering::lower_shared(const AddressTable::Entry& entry, const DeferredExpr& handle,
                                                 std::span<const DeferredExpr* const> path) {
  const bool of_instances = entry.block->keyed && !path.empty() &&
                            path.front()->kind == DeferredKind::index && handle.mode != HandleMode::local;
  const std::size_t first = of_instances ? 1 : 0;
  std::size_t end = first;
  while (end < path.size() && (path[end]->kind != DeferredKind::index ||
                               (literal_index(*path[end]) != nullptr && !is_key(*path[end]->arguments[0])))) {
    ++end;
  }
  const auto exported = path.subspan(first, end - first);
  const std::string reference = reference_to(handle.mode, handle.type.text(), entry.address);
  hcl::Expression value = hcl::raw(reference);
  if (of_instances && !exported.empty()) {
    hcl::For instances;
    instances.key_variable = "key";
    instances.value_variable = "instance";
    instances.source = std::move(value);
    instances.key = hcl::raw("key");
    instances.value = with_steps(hcl::raw("instance"), exported);
    value = std::move(instances);
  } else {
    value = with_steps(std::move(value), exported);
  }
  std::vector<const DeferredExpr*> rest(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(first));
  rest.insert(rest.end(), path.begin() + static_cast<std::ptrdiff_t>(end), path.end());
  return with_steps(graph_.share(stack_, entry.stack(), output_name(reference, exported), std::move(value),
                                 secret_, handle.span),
                    rest);
}

hcl::Expression ExpressionLowering::lower_output(const AddressTable::Entry& entry,
                                                 const DeferredExpr& handle) {
  const BlockItem* value = find_attribute(*entry.block->body, "value");
  if (value == nullptr) {
    report_missing(handle, "has no value", "give the output a `value`");
    return hcl::Expression();
  }
  const bool outermost = outputs_ == 0;
  if (outermost) nodes_ = 0;
  hcl::Expression result;
  if (outputs_ < kDeepestOutput) {
    ++outputs_;
    const auto outer = std::exchange(key_, std::nullopt);
    result = lower(value->value);
    key_ = outer;
    --outputs_;
  } else {
    nodes_ = kLargestBlock + 1;
  }
  if (outermost && nodes_ > kLargestBlock) {
    diagnostics_
        .error(Code::terraform_too_large, handle.span,
               fmt::format("output `{}` is defined by too many other outputs", entry.address))
        .label(entry.block->span, "declared here")
        .with_help("refer to the resources themselves, or name the value in `locals`");
  }
  return result;
}

bool ExpressionLowering::is_key(const DeferredExpr& expression) const {
  return key_ && expression.kind == DeferredKind::literal && expression.value.is_string() &&
         expression.value.as_string() == *key_;
}

hcl::Expression ExpressionLowering::with_steps(hcl::Expression base,
                                               std::span<const DeferredExpr* const> path) {
  if (path.empty()) return base;
  hcl::Traversal traversal{std::move(base), {}};
  for (const DeferredExpr* step : path) {
    if (step->kind == DeferredKind::attribute) {
      traversal.steps.emplace_back(hcl::AttributeStep{step->name.str()});
    } else if (step->kind == DeferredKind::splat) {
      traversal.steps.emplace_back(hcl::SplatStep{});
    } else {
      traversal.steps.emplace_back(hcl::IndexStep{lower(*step->arguments[0])});
    }
  }
  return traversal;
}

std::optional<hcl::Expression> ExpressionLowering::dependency(const DeferredExpr& expression) {
  const DeferredExpr* base = split_path(expression).first;
  if (base->kind != DeferredKind::handle || base->owner == nullptr) return lower(expression);
  const AddressTable::Entry* entry = addresses_.find(*base);
  if (entry == nullptr) return lower(expression);  // reports it
  if (entry->stack() != stack_) {
    graph_.require(stack_, entry->stack(), base->span);
    return {};
  }
  if (entry->block->keyed && entry->block->instances.empty()) return {};
  return hcl::raw(reference_to(base->mode, base->type.text(), entry->address));
}

void ExpressionLowering::report_missing(const DeferredExpr& handle, std::string what, std::string help) {
  const std::string reference = reference_to(handle.mode, handle.type.text(), handle.local_name.text());
  const std::string owner =
      handle.owner->path.empty() ? "the environment" : fmt::format("`{}`", handle.owner->path);
  diagnostics_
      .error(Code::terraform_no_such_block, handle.span, fmt::format("`{}` of {} {}", reference, owner, what))
      .label(handle.owner->span, "the object is constructed here")
      .with_help(std::move(help));
}

}  // namespace flux::terraform
