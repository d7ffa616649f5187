// Blocks are checked, found by name, and lowered stack by stack; only then is it known what the stacks read
// from each other, and the outputs and remote states that follow are added. Nothing is written when anything
// was reported.
#include "emit/terraform/terraform_emitter.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "emit/terraform/address_table.h"
#include "emit/terraform/block_checks.h"
#include "emit/terraform/blocks.h"
#include "emit/terraform/body_lowering.h"
#include "emit/terraform/expressions.h"
#include "emit/terraform/feature_gates.h"
#include "emit/terraform/module_files.h"
#include "emit/terraform/plain_passwords.h"
#include "emit/terraform/remote_state.h"
#include "emit/terraform/settings.h"
#include "emit/terraform/sops_files.h"
#include "emit/terraform/stack_graph.h"

namespace flux {
namespace {

using namespace terraform;

using Blocks = std::vector<const TerraformBlock*>;

Blocks with_head(const Blocks& blocks, std::string_view head) {
  Blocks result;
  std::copy_if(blocks.begin(), blocks.end(), std::back_inserter(result),
               [&](const TerraformBlock* block) { return block->head.text() == head; });
  return result;
}

bool contains_secret(const Value& value) {
  if (value.is_secret()) return true;
  if (value.is(ValueKind::list)) {
    const auto items = value.as_list().items;
    return std::any_of(items.begin(), items.end(), contains_secret);
  }
  if (value.is(ValueKind::map)) {
    const auto entries = value.as_map().entries;
    return std::any_of(entries.begin(), entries.end(),
                       [](const MapEntry& entry) { return contains_secret(entry.value); });
  }
  return false;
}

/// What pipelines read, after docs/order.schema.json.
std::string order_json(std::string_view environment, const std::vector<StackToApply>& stacks) {
  nlohmann::ordered_json json{{"generatedBy", "fluxc"}, {"version", 1}, {"environment", environment}};
  nlohmann::ordered_json& list = json["stacks"] = nlohmann::ordered_json::array();
  for (const StackToApply& stack : stacks) {
    nlohmann::ordered_json reads = nlohmann::ordered_json::array();
    for (const auto& [other, outputs] : stack.reads)
      reads.push_back({{"stack", other}, {"outputs", outputs}});
    list.push_back({{"stack", stack.name},
                    {"folder", "terraform/" + stack.name},
                    {"backend", stack.backend},
                    {"step", stack.step},
                    {"needs", stack.needs},
                    {"reads", reads}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

struct Stack {
  Blocks blocks;
  StackSettings settings;
  ModuleFiles files;
  std::map<std::string, bool, std::less<>> outputs;
  std::map<std::string_view, const SopsSource*> sops;  ///< by their paths in the module
};

class Emitter {
public:
  Emitter(const Program& program, OutputTree& out, Diagnostics& diagnostics)
      : program_(program),
        out_(out),
        diagnostics_(diagnostics),
        checked_(checked_blocks()),
        addresses_(checked_, diagnostics),
        graph_(addresses_) {}

  std::vector<StackToApply> emit() {
    for (const TerraformBlock* block : checked_) {
      stacks_[block->owner->stack].blocks.push_back(block);
      graph_.add(block->owner->stack);
    }
    for (auto& [name, stack] : stacks_) {
      stack.settings = merge_settings(with_head(stack.blocks, "terraform"), diagnostics_);
      inherit_tool(stack.settings);
      check_schema_versions(stack.settings, program_.provider_schemas, diagnostics_);
      check_features(stack.blocks, stack.settings, diagnostics_);
    }
    check_passwords(checked_, diagnostics_);
    for (auto& [name, stack] : stacks_) lower(name, stack);
    for (auto& [name, stack] : stacks_) add_shared(name, stack);
    const auto order = graph_.apply_order(diagnostics_);
    if (!order || diagnostics_.error_count() != errors_before_) return {};
    return write(*order);
  }

private:
  Blocks checked_blocks() {
    errors_before_ = diagnostics_.error_count();
    Blocks blocks;
    for (const TerraformBlock& block : program_.terraform) {
      if (check_stack_name(block) && check_block(block, diagnostics_)) blocks.push_back(&block);
    }
    return blocks;
  }

  bool check_stack_name(const TerraformBlock& block) {
    const std::string_view stack = block.owner->stack;
    const bool valid =
        !stack.empty() && stack.front() != '.' && std::all_of(stack.begin(), stack.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                 c == '-' || c == '.';
        });
    if (valid) return true;
    diagnostics_
        .error(Code::terraform_block_shape, block.owner->span,
               fmt::format("`{}` is no name for a stack, which is a folder", stack))
        .with_help("use letters, digits, `_`, `-` and `.`");
    return false;
  }

  /// The environment's own word on the tool holds for every stack that does not say otherwise.
  void inherit_tool(StackSettings& settings) const {
    for (const TerraformBlock* block : checked_) {
      if (block->head.text() != "terraform" || !block->owner->path.empty()) continue;
      Diagnostics reported_elsewhere;
      const StackSettings own = merge_settings({&block, 1}, reported_elsewhere);
      if (settings.tool.empty()) settings.tool = own.tool;
      if (settings.tool_version.sources.empty()) settings.tool_version = own.tool_version;
    }
  }

  void lower(std::string_view name, Stack& stack) {
    SopsFiles sops(knows_ephemeral_blocks(stack.blocks, stack.settings), diagnostics_);
    ExpressionLowering expressions(addresses_, program_.encoded_texts, name, graph_, sops, diagnostics_);
    Blocks providers;
    for (const TerraformBlock* block : stack.blocks) {
      if (block->head.text() == "terraform" || (block->keyed && block->instances.empty())) continue;
      if (block->head.text() == "provider" && !is_new_provider(*block, providers)) continue;
      hcl::Block lowered = lower_block(*block, expressions, diagnostics_);
      if (block->head.text() == "output")
        stack.outputs[lowered.labels.front()] = mark_sensitive(*block, lowered);
      stack.files.add(*block, std::move(lowered));
    }
    check_provider_calls(expressions.provider_calls(), stack.settings, diagnostics_);
    for (hcl::Block& block : sops.blocks()) stack.files.add(ModuleFiles::kSops, std::move(block));
    stack.sops = sops.files();
    sops.require_provider(stack.settings);
    hcl::Body settings = settings_body(stack.settings, expressions);
    if (!settings.items.empty())
      stack.files.add(ModuleFiles::kTerraform, {"terraform", {}, std::move(settings)});
  }

  hcl::Body settings_body(const StackSettings& settings, ExpressionLowering& expressions) {
    hcl::Body body;
    if (const std::string version = settings.required_version.text(); !version.empty())
      body.items.push_back(hcl::Attribute{"required_version", hcl::string(version)});
    hcl::Block providers{"required_providers"};
    for (const auto& [name, provider] : settings.providers) {
      hcl::Object entry;
      if (!provider.source.empty())
        entry.entries.push_back({hcl::string("source"), hcl::string(provider.source), {}});
      if (const std::string version = provider.versions.text(); !version.empty())
        entry.entries.push_back({hcl::string("version"), hcl::string(version), {}});
      providers.body.items.push_back(hcl::Attribute{std::string(name), std::move(entry)});
    }
    std::vector<BlockItem> items;
    for (const BlockItem* item : settings.items) items.push_back(*item);
    hcl::Body rest;
    if (settings.block != nullptr)
      rest = lower_body(*settings.block, Block{{}, items, {}}, expressions, diagnostics_);
    const auto blocks = std::stable_partition(rest.items.begin(), rest.items.end(), [](const auto& item) {
      return std::holds_alternative<hcl::Attribute>(item);
    });
    std::move(rest.items.begin(), blocks, std::back_inserter(body.items));
    if (!providers.body.items.empty()) body.items.push_back(std::move(providers));
    std::move(blocks, rest.items.end(), std::back_inserter(body.items));
    return body;
  }

  /// Whether a provider's configuration is the first of its name and alias; another one must say the same.
  bool is_new_provider(const TerraformBlock& block, Blocks& seen) {
    const std::string_view alias = text_attribute(*block.body, "alias");
    for (const TerraformBlock* other : seen) {
      if (other->labels[0] != block.labels[0] || text_attribute(*other->body, "alias") != alias) continue;
      if (same_body(*other->body, *block.body)) return false;
      diagnostics_
          .error(Code::terraform_provider_conflict, block.span,
                 fmt::format("provider `{}{}{}` is configured twice in stack `{}`, differently",
                             block.labels[0], alias.empty() ? "" : ".", alias, block.owner->stack))
          .label(other->span, "first configured here")
          .with_help(
              "configure it once, give one of them an `alias`, or put the objects into stacks of their own");
      return false;
    }
    seen.push_back(&block);
    return true;
  }

  /// Whether the output is, in the end.
  bool mark_sensitive(const TerraformBlock& block, hcl::Block& lowered) {
    const BlockItem* value = find_attribute(*block.body, "value");
    const BlockItem* sensitive = find_attribute(*block.body, "sensitive");
    if (value == nullptr || !contains_secret(value->value))
      return sensitive != nullptr && sensitive->value.is(ValueKind::boolean) && sensitive->value.as_bool();
    if (sensitive == nullptr) {
      const auto behind_attributes =
          std::find_if(lowered.body.items.begin(), lowered.body.items.end(), [](const auto& item) {
            const auto* attribute = std::get_if<hcl::Attribute>(&item);
            return attribute == nullptr || attribute->name == "depends_on";
          });
      lowered.body.items.insert(behind_attributes, hcl::Attribute{"sensitive", hcl::boolean(true)});
    } else if (sensitive->value.is(ValueKind::boolean) && !sensitive->value.as_bool()) {
      diagnostics_
          .error(Code::secret_in_terraform, place_of(sensitive->value, sensitive->span),
                 fmt::format("`{}` would show a secret in the clear", title_of(block)))
          .label(place_of(value->value, value->span), "this is secret")
          .with_help("remove `sensitive = false`");
    }
    return true;
  }

  /// What other stacks read from this one, and this one from others.
  void add_shared(std::string_view name, Stack& stack) {
    for (SharedOutput& output : graph_.outputs_of(name)) {
      stack.outputs[output.name] = output.sensitive;
      hcl::Block block{"output", {std::move(output.name)}, {}};
      block.body.items.push_back(hcl::Attribute{"value", std::move(output.value)});
      if (output.sensitive) block.body.items.push_back(hcl::Attribute{"sensitive", hcl::boolean(true)});
      stack.files.add(ModuleFiles::kOutputs, std::move(block));
    }
    SopsFiles none(false, diagnostics_);  // a backend is known
    ExpressionLowering expressions(addresses_, program_.encoded_texts, name, graph_, none, diagnostics_);
    for (const auto& [other, state] : graph_.remote_states_of(name)) {
      stack.files.add(ModuleFiles::kRemoteState,
                      remote_state_block(state, other, stacks_[other].settings, expressions, diagnostics_));
    }
  }

  std::vector<StackToApply> write(const std::vector<std::string_view>& order) {
    const std::string header = fmt::format("Generated by fluxc from {}. Do not edit.", program_.environment);
    std::vector<StackToApply> written;
    for (const std::string_view name : order) {
      const Stack& stack = stacks_[name];
      const auto files = stack.files.write(header);
      for (const auto& [file, text] : files)
        add_file(fmt::format("terraform/{}/{}", name, file), text, stack.blocks.front()->span);
      for (const auto& [path, source] : stack.sops)
        add_file(fmt::format("terraform/{}/{}", name, path), std::string(source->text),
                 stack.blocks.front()->span);
      if (!files.empty()) written.push_back(to_apply(name, stack, written));
    }
    std::ranges::stable_sort(written, {}, &StackToApply::step);
    if (!written.empty())
      add_file("terraform/order.json", order_json(program_.environment, written), checked_.front()->span);
    return written;
  }

  /// `before`: all that it can need.
  StackToApply to_apply(std::string_view name, const Stack& stack,
                        const std::vector<StackToApply>& before) const {
    StackToApply result{
        .name = std::string(name), .backend = "local", .needs = {}, .reads = {}, .outputs = stack.outputs};
    for (const auto& [other, outputs] : graph_.reads_of(name))
      result.reads[std::string(other)].assign(outputs.begin(), outputs.end());
    if (const BlockItem* backend = stack.settings.backend(); backend != nullptr)
      result.backend = backend->block->labels.empty() ? backend->name.text() : backend->block->labels.front();
    const auto needs = graph_.needs_of(name);
    for (const StackToApply& other : before) {
      if (std::ranges::find(needs, other.name) == needs.end()) continue;
      result.needs.push_back(other.name);
      result.step = std::max(result.step, other.step + 1);
    }
    std::ranges::sort(result.needs);
    return result;
  }

  void add_file(const std::string& path, std::string text, SourceSpan place) {
    const OutputTree::File* taken = out_.add(path, std::move(text), place);
    if (taken == nullptr) return;
    diagnostics_
        .error(Code::output_path_taken, place,
               fmt::format("Terraform's `{}` has no place: another file is there", path))
        .label(taken->owner, "already written here")
        .with_help("give the other file, or one of two stacks, another name");
  }

  const Program& program_;
  OutputTree& out_;
  Diagnostics& diagnostics_;
  std::size_t errors_before_ = 0;
  Blocks checked_;
  AddressTable addresses_;
  StackGraph graph_;
  std::map<std::string_view, Stack> stacks_;
};

}  // namespace

std::vector<StackToApply> emit_terraform(const Program& program, OutputTree& out, Diagnostics& diagnostics) {
  return Emitter(program, out, diagnostics).emit();
}

}  // namespace flux
