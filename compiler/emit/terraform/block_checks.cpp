#include "emit/terraform/block_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/suggest.h"
#include "emit/terraform/blocks.h"
#include "emit/text/hcl_writer.h"
#include "ir/deferred.h"

namespace flux::terraform {
namespace {

constexpr int kDeepestBlock = 200;

struct Head {
  std::string_view name;
  std::size_t labels;
  std::string_view takes;  ///< the labels, in words
  bool keyed;              ///< may stand under `for`
};
constexpr Head kHeads[] = {
    {"resource", 2, "a type and a name", true},
    {"data", 2, "a type and a name", true},
    {"ephemeral", 2, "a type and a name", true},
    {"module", 1, "a name", true},
    {"import", 0, "no label", true},
    {"terraform", 0, "no label", false},
    {"provider", 1, "the provider's name", false},
    {"variable", 1, "a name", false},
    {"output", 1, "a name", false},
    {"locals", 0, "no label", false},
    {"moved", 0, "no label", false},
    {"removed", 0, "no label", false},
    {"check", 1, "a name", false},
};

/// Walks a block once, and stops at the first thing that forbids to write it.
class Checker {
public:
  Checker(const TerraformBlock& block, Diagnostics& diagnostics) : block_(block), diagnostics_(diagnostics) {}

  bool check() {
    if (!head()) return false;
    if (!block_.keyed) return body(*block_.body, 0);
    return std::all_of(block_.instances.begin(), block_.instances.end(),
                       [&](const BlockInstance& instance) { return body(*instance.body, 0); });
  }

private:
  bool fail(Code code, SourceSpan span, std::string message, std::string help) {
    diagnostics_.error(code, span.valid() ? span : block_.span, std::move(message))
        .with_help(std::move(help));
    return false;
  }

  bool head() {
    const auto known = std::find_if(std::begin(kHeads), std::end(kHeads),
                                    [&](const Head& head) { return head.name == block_.head.text(); });
    if (known == std::end(kHeads)) {
      std::vector<std::string_view> names;
      for (const Head& head : kHeads) names.push_back(head.name);
      const auto near = closest(block_.head.text(), names);
      return fail(Code::terraform_block_shape, block_.span,
                  fmt::format("Terraform has no block `{}`", block_.head.text()),
                  near ? fmt::format("did you mean `{}`?", *near) : "use a block that Terraform has");
    }
    if (block_.labels.size() != known->labels) {
      return fail(Code::terraform_block_shape, block_.span,
                  fmt::format("`{}` takes {}", known->name, known->takes),
                  "give it the labels that Terraform wants");
    }
    if (block_.keyed && !known->keyed) {
      return fail(Code::terraform_block_shape, block_.span,
                  fmt::format("`{}` cannot be repeated by Terraform itself", title_of(block_)),
                  "put a plain `for` around the block, with the key in its name");
    }
    const bool typed = known->labels == 2 || known->name == "provider";
    return !typed || name(block_.labels[0], block_.span);
  }

  bool name(std::string_view text, SourceSpan span) {
    if (hcl::is_identifier(text)) return true;
    return fail(Code::terraform_block_shape, span, fmt::format("`{}` is no name in Terraform", text),
                "use letters, digits, `_` and `-`, beginning with a letter");
  }

  /// Of the blocks inside, two take a label: which kind of backend or provisioner it is.
  bool inner_label(const BlockItem& item) {
    const std::string_view name = item.name.text();
    const std::string_view head = block_.head.text();
    if (!(name == "backend" && head == "terraform") && !(name == "provisioner" && head == "resource"))
      return true;
    const bool is_block = item.kind == BlockItem::Kind::block;
    if (is_block && item.block->labels.size() == 1) return true;
    // `backend { local { … } }` says it in the wrong place.
    const bool inside = is_block && item.block->labels.empty() && item.block->items.size() == 1 &&
                        item.block->items[0].kind == BlockItem::Kind::block;
    const std::string_view kind = inside              ? item.block->items[0].name.text()
                                  : name == "backend" ? "local"
                                                      : "local-exec";
    return fail(Code::terraform_block_shape, item.span, fmt::format("`{}` takes its kind as a label", name),
                fmt::format("write `{} {} {{ … }}`", name, kind));
  }

  /// Each stack is a root module, and what those put out is for people and for other stacks to read later.
  bool kept_output(const BlockItem& item) {
    const bool ephemeral = block_.head.text() == "output" && item.kind == BlockItem::Kind::attribute &&
                           item.name.text() == "ephemeral" && item.value.is(ValueKind::boolean) &&
                           item.value.as_bool();
    return !ephemeral || fail(Code::terraform_block_shape, place_of(item.value, item.span),
                              "no output of a root module is `ephemeral`, and each stack is one",
                              "leave the output out, or say `sensitive = true`: then the state keeps it");
  }

  bool body(const Block& body, int depth) {
    if (!admit(depth, body.span)) return false;
    for (const BlockItem& item : body.items) {
      if (!name(item.name.text(), item.span)) return false;
      if (depth == 0 && (!inner_label(item) || !kept_output(item))) return false;
      decides_ = item.kind == BlockItem::Kind::dynamic || (depth == 0 && is_decisive(item.name.text()));
      if (item.kind != BlockItem::Kind::block && !value(item.value, item.span, depth + 1)) return false;
      if (item.kind != BlockItem::Kind::attribute && !this->body(*item.block, depth + 1)) return false;
    }
    return true;
  }

  /// Arguments and blocks that Terraform itself reads, to know what there is.
  bool is_decisive(std::string_view name) const {
    const std::string_view head = block_.head.text();
    if (head == "variable" || head == "moved" || head == "removed" || head == "import") return true;
    return name == "count" || name == "for_each" || name == "depends_on" || name == "provider" ||
           name == "providers" || (head == "module" && (name == "source" || name == "version"));
  }

  bool value(const Value& value, SourceSpan place, int depth) {
    place = place_of(value, place);
    if (!admit(depth, place)) return false;
    if (value.is_secret() && !value.is_deferred()) {
      return fail(Code::secret_in_terraform, place,
                  fmt::format("a secret would be written in the clear by `{}`", title_of(block_)),
                  "pass it by a sensitive `variable`, or read it by an `ephemeral` or `data` block");
    }
    switch (value.kind()) {
      case ValueKind::floating:
        if (std::isfinite(value.as_float())) return true;
        return fail(Code::terraform_block_shape, place, "Terraform has no infinite numbers",
                    "compute a finite number");
      case ValueKind::list:
        return std::all_of(value.as_list().items.begin(), value.as_list().items.end(),
                           [&](const Value& item) { return this->value(item, place, depth + 1); });
      case ValueKind::map:
        return std::all_of(value.as_map().entries.begin(), value.as_map().entries.end(),
                           [&](const MapEntry& entry) { return this->value(entry.value, place, depth + 1); });
      case ValueKind::deferred:
        if (block_.head.text() == "terraform") {
          return fail(Code::terraform_block_shape, place,
                      "settings of Terraform must be known before it runs",
                      "use a value that the layers set");
        }
        return deferred(*value.as_deferred(), place, depth + 1);
      default:
        return true;
    }
  }

  bool deferred(const DeferredExpr& expression, SourceSpan place, int depth) {
    if (!admit(depth, place)) return false;
    if (expression.kind == DeferredKind::sops && decides_) {
      return fail(Code::sops_in_terraform, place,
                  fmt::format("Terraform must know this part of `{}` before it decrypts `{}`",
                              title_of(block_), expression.sops->path),
                  "use a value that is no secret");
    }
    if (expression.kind == DeferredKind::literal && !value(expression.value, place, depth + 1)) return false;
    if (expression.base != nullptr && !deferred(*expression.base, place, depth + 1)) return false;
    return std::all_of(expression.arguments.begin(), expression.arguments.end(),
                       [&](const DeferredExpr* argument) { return deferred(*argument, place, depth + 1); });
  }

  bool admit(int depth, SourceSpan place) {
    if (depth > kDeepestBlock) {
      return fail(Code::terraform_too_large, place,
                  fmt::format("`{}` is nested more than {} levels deep", title_of(block_), kDeepestBlock),
                  "name parts of it as `locals`");
    }
    if (++nodes_ > kLargestBlock) {
      return fail(Code::terraform_too_large, block_.span,
                  fmt::format("`{}` would have more than {} values", title_of(block_), kLargestBlock),
                  "split it, or name what repeats as `locals`");
    }
    return true;
  }

  const TerraformBlock& block_;
  Diagnostics& diagnostics_;
  std::size_t nodes_ = 0;
  bool decides_ = false;  // the value being walked
};

}  // namespace

bool check_block(const TerraformBlock& block, Diagnostics& diagnostics) {
  return Checker(block, diagnostics).check();
}

}  // namespace flux::terraform
