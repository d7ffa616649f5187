#include "emit/terraform/plain_passwords.h"

#include <set>

#include <fmt/format.h>

#include "emit/terraform/blocks.h"
#include "ir/plain_password.h"

namespace flux::terraform {
namespace {

class PasswordCheck {
public:
  explicit PasswordCheck(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void visit(const TerraformBlock& block) {
    if (block.body != nullptr) visit(block, *block.body);
    for (const BlockInstance& instance : block.instances) visit(block, *instance.body);
  }

private:
  void visit(const TerraformBlock& block, const Block& body) {
    for (const BlockItem& item : body.items) {
      if (item.kind == BlockItem::Kind::attribute) visit(block, item.name.text(), item.value, item.span);
      if (item.block != nullptr) visit(block, *item.block);
    }
  }

  void visit(const TerraformBlock& block, std::string_view key, const Value& value, SourceSpan around) {
    const SourceSpan place = place_of(value, around);
    if (is_plain_password(key, value)) report(block, key, place);
    if (value.is(ValueKind::list)) {
      for (const Value& item : value.as_list().items) visit(block, {}, item, place);
    } else if (value.is(ValueKind::map)) {
      for (const MapEntry& entry : value.as_map().entries) visit(block, entry.key.text(), entry.value, place);
    }
  }

  void report(const TerraformBlock& block, std::string_view key, SourceSpan place) {
    if (!seen_.insert(place).second) return;
    diagnostics_
        .warning(Code::plaintext_password, place,
                 fmt::format("`{}` of {} is written in the clear", key, title_of(block)))
        .at("whoever can read the output can read it, and Git keeps it")
        .with_help(
            "declare a `variable` that is `sensitive`, and give its value when Terraform runs; then change "
            "the "
            "password");
  }

  Diagnostics& diagnostics_;
  std::set<SourceSpan> seen_;
};

}  // namespace

void check_passwords(std::span<const TerraformBlock* const> blocks, Diagnostics& diagnostics) {
  PasswordCheck check(diagnostics);
  for (const TerraformBlock* block : blocks) check.visit(*block);
}

}  // namespace flux::terraform
