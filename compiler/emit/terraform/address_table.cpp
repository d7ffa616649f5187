#include "emit/terraform/address_table.h"

#include <optional>

#include <fmt/format.h>

#include "emit/terraform/blocks.h"
#include "ir/address.h"

namespace flux::terraform {
namespace {

std::optional<HandleMode> mode_of(std::string_view head) {
  if (head == "resource") return HandleMode::resource;
  if (head == "data") return HandleMode::data;
  if (head == "ephemeral") return HandleMode::ephemeral;
  if (head == "module") return HandleMode::module;
  if (head == "variable") return HandleMode::variable;
  if (head == "output") return HandleMode::output;
  return {};
}

/// Checks have addresses but no handles; they share a table of names with nothing else.
constexpr std::string_view kCheckType = "check";

}  // namespace

AddressTable::AddressTable(std::span<const TerraformBlock* const> blocks, Diagnostics& diagnostics) {
  for (const TerraformBlock* block : blocks) {
    const std::string_view head = block->head.text();
    if (const auto mode = mode_of(head)) {
      const std::string_view type = block->labels.size() == 2 ? block->labels[0] : std::string_view{};
      add(*block, *mode, type, block->labels.back(), nullptr, block->span, diagnostics);
    } else if (head == "locals") {
      for (const BlockItem& item : block->body->items)
        add(*block, HandleMode::local, {}, item.name.text(), &item, item.span, diagnostics);
    } else if (head == "check") {
      add(*block, HandleMode::output, kCheckType, block->labels[0], nullptr, block->span, diagnostics);
      for (const BlockItem& item : block->body->items) {
        if (item.kind != BlockItem::Kind::block || item.name.text() != "data" ||
            item.block->labels.size() != 2)
          continue;
        add(*block, HandleMode::data, item.block->labels[0], item.block->labels[1], nullptr, item.span,
            diagnostics);
      }
    }
  }
}

void AddressTable::add(const TerraformBlock& block, HandleMode mode, std::string_view type,
                       std::string_view name, const BlockItem* local, SourceSpan place,
                       Diagnostics& diagnostics) {
  std::string address = address_of(*block.owner, name);
  const auto [taken, is_new] =
      by_address_.try_emplace({block.owner->stack, mode, std::string(type), address}, place);
  if (!is_new) {
    diagnostics
        .error(Code::terraform_address_taken, place,
               fmt::format("`{}` is written twice in stack `{}`",
                           block.head.text() == "check" && mode == HandleMode::output
                               ? fmt::format("check.{}", address)
                               : reference_to(mode, type, address),
                           block.owner->stack))
        .at("has the same address")
        .label(taken->second, "first written here")
        .with_help("give one of them another name");
  }
  by_name_.try_emplace({block.owner->path, mode, std::string(type), std::string(name)},
                       Entry{&block, std::move(address), local});
}

const AddressTable::Entry* AddressTable::find(const DeferredExpr& handle) const {
  const auto found =
      by_name_.find({handle.owner->path, handle.mode, handle.type.str(), handle.local_name.str()});
  return found == by_name_.end() ? nullptr : &found->second;
}

std::string AddressTable::claim(std::string_view stack, HandleMode mode, std::string_view type,
                                std::string wanted) {
  const std::string stem = wanted;
  for (int number = 2;
       !by_address_.try_emplace({stack, mode, std::string(type), wanted}, SourceSpan{}).second; ++number) {
    wanted = fmt::format("{}_{}", stem, number);
  }
  return wanted;
}

std::string reference_to(HandleMode mode, std::string_view type, std::string_view address) {
  switch (mode) {
    case HandleMode::resource:
      return fmt::format("{}.{}", type, address);
    case HandleMode::data:
      return fmt::format("data.{}.{}", type, address);
    case HandleMode::ephemeral:
      return fmt::format("ephemeral.{}.{}", type, address);
    case HandleMode::module:
      return fmt::format("module.{}", address);
    case HandleMode::variable:
      return fmt::format("var.{}", address);
    case HandleMode::local:
      return fmt::format("local.{}", address);
    case HandleMode::output:
      return fmt::format("output.{}", address);
  }
  return {};
}

}  // namespace flux::terraform
