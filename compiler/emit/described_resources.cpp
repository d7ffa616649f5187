#include "emit/described_resources.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "ir/address.h"
#include "ir/literal.h"

namespace flux {
namespace {

/// What Terraform itself takes from a resource's body.
constexpr std::string_view kMetaArguments[] = {"count",     "for_each",   "provider",    "depends_on",
                                               "lifecycle", "connection", "provisioner", "timeouts"};

std::string joined(const std::string& path, std::string_view step) {
  return path.empty() ? std::string(step) : fmt::format("{}.{}", path, step);
}

std::optional<std::string> scalar_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::boolean:
      return value.as_bool() ? "true" : "false";
    case ValueKind::integer:
      return std::to_string(value.as_int());
    case ValueKind::floating:
      return format_float(value.as_float());
    case ValueKind::string:
      return std::string(value.as_string());
    case ValueKind::quantity:
      return quantity_text(value.as_quantity());
    default:
      return std::nullopt;
  }
}

/// `T.n.id` and `T.n["key"].id`; nothing for what has more to it.
std::optional<DescribedResource::Reading> reading_of(const DeferredExpr& expression) {
  if (expression.kind != DeferredKind::attribute || expression.base == nullptr) return std::nullopt;
  const DeferredExpr* base = expression.base;
  std::optional<std::string> key;
  if (base->kind == DeferredKind::index && base->arguments.size() == 1) {
    const DeferredExpr& index = *base->arguments[0];
    if (index.kind != DeferredKind::literal || !index.value.is_string()) return std::nullopt;
    key = std::string(index.value.as_string());
    base = base->base;
  }
  if (base == nullptr || base->kind != DeferredKind::handle || base->mode != HandleMode::resource ||
      base->owner == nullptr || base->keyed != key.has_value())
    return std::nullopt;
  const TerraformAddress address{base->type.str(), address_of(*base->owner, base->local_name.text()), key};
  return DescribedResource::Reading{{}, address.text(), expression.name.str()};
}

class ArgumentReader {
public:
  explicit ArgumentReader(DescribedResource& resource) : resource_(resource) {}

  void read(const Block& block, const std::string& path) {
    for (const BlockItem& item : block.items) {
      const std::string_view name = item.name.text();
      if (path.empty() && std::ranges::find(kMetaArguments, name) != std::end(kMetaArguments)) continue;
      if (item.kind == BlockItem::Kind::attribute) read(item.value, joined(path, name));
      if (item.kind == BlockItem::Kind::block && item.block != nullptr) read(*item.block, joined(path, name));
    }
  }

private:
  void read(const Value& value, const std::string& path) {
    if (value.is_secret()) return;
    if (value.is(ValueKind::list)) {
      for (const Value& item : value.as_list().items) read(item, path);
    } else if (value.is(ValueKind::map)) {
      for (const MapEntry& entry : value.as_map().entries) read(entry.value, joined(path, entry.key.text()));
    } else if (value.is(ValueKind::deferred)) {
      read(*value.as_deferred(), path);
    } else if (auto text = scalar_text(value)) {
      resource_.arguments.emplace_back(path, *std::move(text));
    }
  }

  void read(const DeferredExpr& expression, const std::string& path) {
    if (expression.kind == DeferredKind::literal) {
      read(expression.value, path);
    } else if (expression.kind == DeferredKind::list) {
      for (const DeferredExpr* item : expression.arguments) read(*item, path);
    } else if (expression.kind == DeferredKind::object) {
      for (std::size_t i = 0; i + 1 < expression.arguments.size(); i += 2) {
        const DeferredExpr& key = *expression.arguments[i];
        if (key.kind != DeferredKind::literal || !key.value.is_string()) continue;
        read(*expression.arguments[i + 1], joined(path, key.value.as_string()));
      }
    } else if (auto reading = reading_of(expression)) {
      reading->argument = path;
      resource_.readings.push_back(*std::move(reading));
    }
  }

  DescribedResource& resource_;
};

}  // namespace

std::vector<DescribedResource> described_resources(const Program& program) {
  std::vector<DescribedResource> resources;
  const auto add = [&](const TerraformBlock& block, const Block& body, std::optional<std::string> key) {
    const bool is_module = block.labels.size() == 1;
    DescribedResource& resource = resources.emplace_back();
    resource.stack = block.owner->stack;
    resource.address = {is_module ? "module" : std::string(block.labels[0]),
                        address_of(*block.owner, block.labels.back()), std::move(key)};
    resource.local = block.labels.back();
    if (is_module) return;
    ArgumentReader(resource).read(body, {});
    std::ranges::sort(resource.arguments);
  };
  for (const TerraformBlock& block : program.terraform) {
    const std::string_view head = block.head.text();
    if (head != "resource" && head != "module") continue;
    if (block.labels.size() != (head == "module" ? 1U : 2U)) continue;
    if (!block.keyed) {
      add(block, *block.body, std::nullopt);
      continue;
    }
    for (const BlockInstance& instance : block.instances) {
      add(block, *instance.body, std::string(instance.key));
    }
  }
  return resources;
}

}  // namespace flux
