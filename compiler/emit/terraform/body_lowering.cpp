// A body is lowered for all instances at once: the items of their bodies are gathered by name, each name
// becomes one attribute, or blocks that are lowered in the same way. A body that stands once is the case of
// one instance whose values go nowhere.
#include "emit/terraform/body_lowering.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "emit/terraform/blocks.h"
#include "emit/terraform/factoring.h"
#include "emit/terraform/keywords.h"
#include "emit/text/hcl_writer.h"
#include "ir/address.h"

namespace flux::terraform {
namespace {

/// One of the bodies that are written as one, and the key of the instance it belongs to.
struct Variant {
  std::string_view key;
  const Block* body;
};

/// The items of one name: attributes, or nested blocks of the same labels.
struct Group {
  bool is_attribute;
  Name name;
  std::vector<std::vector<const BlockItem*>> items;  ///< by variant

  const BlockItem& first() const {
    const auto found =
        std::find_if(items.begin(), items.end(), [](const auto& list) { return !list.empty(); });
    return *found->front();
  }
};

std::vector<Group> group_items(std::span<const Variant> variants) {
  std::vector<Group> groups;
  std::map<std::tuple<bool, Name, std::vector<std::string_view>>, std::size_t> index;
  for (std::size_t row = 0; row < variants.size(); ++row) {
    for (const BlockItem& item : variants[row].body->items) {
      const bool is_attribute = item.kind == BlockItem::Kind::attribute;
      std::vector<std::string_view> labels;
      if (!is_attribute) labels.assign(item.block->labels.begin(), item.block->labels.end());
      const auto [found, is_new] =
          index.try_emplace({is_attribute, item.name, std::move(labels)}, groups.size());
      if (is_new) {
        groups.push_back({is_attribute, item.name, {}});
        groups.back().items.resize(variants.size());
      }
      groups[found->second].items[row].push_back(&item);
    }
  }
  return groups;
}

/// How Terraform reads an attribute.
enum class Reading {
  value,
  reference,   ///< text is a reference, and so are the texts of a list or map
  dependency,  ///< the same, of whole blocks
  type,
};

/// Blocks that Terraform itself reads: they cannot be `dynamic`.
bool is_meta_block(std::string_view name) {
  return name == "lifecycle" || name == "provisioner" || name == "connection";
}

/// Which body is lowered: of the block, or of a nested block.
struct Context {
  std::string_view head;
  std::string_view nested;  ///< the name of the nested block; empty at the top

  bool top() const { return nested.empty(); }
  bool has_meta_arguments() const {
    return top() ? head == "resource" || head == "data" || head == "ephemeral" || head == "module" ||
                       head == "output"
                 : head == "check" && nested == "data";
  }

  Reading reading(std::string_view name) const {
    if (name == "depends_on" && has_meta_arguments()) return Reading::dependency;
    if (nested == "lifecycle") {
      return name == "ignore_changes" || name == "replace_triggered_by" ? Reading::reference : Reading::value;
    }
    if ((name == "provider" || name == "providers") && (has_meta_arguments() || (top() && head == "import")))
      return Reading::reference;
    if (!top()) return Reading::value;
    if (head == "variable" && name == "type") return Reading::type;
    if (head == "moved" && (name == "from" || name == "to")) return Reading::reference;
    if ((head == "import" && name == "to") || (head == "removed" && name == "from"))
      return Reading::reference;
    return Reading::value;
  }

  /// Whether Terraform forgets the value when it is done: it may be ephemeral.
  bool forgets(std::string_view name) const {
    return head == "provider" || head == "ephemeral" || nested == "connection" || nested == "provisioner" ||
           (head == "resource" && name.ends_with("_wo"));
  }

  /// Whether Terraform reads the attribute before it looks at the instances.
  bool fixed(std::string_view name) const {
    if (nested == "lifecycle") return true;
    if (top() && head == "module" && (name == "source" || name == "version")) return true;
    return reading(name) != Reading::value && !(head == "import" && name == "to");
  }
};

class BodyLowering {
public:
  BodyLowering(const TerraformBlock& block, ExpressionLowering& expressions, Diagnostics& diagnostics)
      : block_(block), expressions_(expressions), diagnostics_(diagnostics) {}

  hcl::Block lower() {
    hcl::Block result{
        block_.head.str(), labels(block_.head.text(), block_.labels), {}, std::string(block_.doc)};
    const Context context{block_.head.text(), {}};
    if (!block_.keyed) {
      const Variant only{{}, block_.body};
      result.body = body({&only, 1}, {}, nullptr, context);
      return result;
    }
    std::vector<Variant> variants;
    for (const BlockInstance& instance : block_.instances) variants.push_back({instance.key, instance.body});
    Columns columns("each.value", variants.size());
    hcl::Body rest = body(variants, {}, &columns, context);
    result.body.items.push_back(hcl::Attribute{"for_each", for_each(variants, columns)});
    if (!rest.items.empty()) {
      if (auto* next = std::get_if<hcl::Attribute>(&rest.items.front())) {
        next->begins_group = !is_meta_argument(next->name);
      }
    }
    std::move(rest.items.begin(), rest.items.end(), std::back_inserter(result.body.items));
    return result;
  }

  hcl::Body lower_once(const Block& body, const Context& context) {
    const Variant only{{}, &body};
    return this->body({&only, 1}, {}, nullptr, context);
  }

private:
  static bool is_meta_argument(std::string_view name) {
    return name == "for_each" || name == "count" || name == "provider" || name == "providers";
  }

  static hcl::Expression for_each(std::span<const Variant> variants, const Columns& columns) {
    if (columns.empty()) {
      hcl::List keys;
      for (const Variant& variant : variants) keys.items.push_back(hcl::string(variant.key));
      return hcl::Call{"toset", {std::move(keys)}};
    }
    hcl::Object map;
    std::vector<hcl::Object> rows = columns.rows();
    for (std::size_t i = 0; i < rows.size(); ++i)
      map.entries.push_back({hcl::string(variants[i].key), std::move(rows[i]), {}});
    return map;
  }

  /// The labels with the name, if there is one, as the address.
  std::vector<std::string> labels(std::string_view head, std::span<const std::string_view> written) const {
    std::vector<std::string> result(written.begin(), written.end());
    if (head != "provider" && !result.empty()) result.back() = address_of(*block_.owner, written.back());
    return result;
  }

  hcl::Body body(std::span<const Variant> variants, const std::string& path, Columns* columns,
                 const Context& context) {
    std::vector<hcl::Attribute> first, attributes, last;
    std::vector<hcl::Block> blocks, last_blocks;
    for (const Group& group : group_items(variants)) {
      const std::string_view name = group.name.text();
      if (!group.is_attribute) {
        auto& place = context.top() && name == "lifecycle" ? last_blocks : blocks;
        nested(group, variants, path, columns, context, place);
        continue;
      }
      if (columns != nullptr && context.top() && (name == "for_each" || name == "count")) {
        diagnostics_
            .error(Code::terraform_block_shape, group.first().span,
                   fmt::format("`{}` stands under `for`, which becomes its `for_each`", title_of(block_)))
            .with_help(fmt::format("remove `{}`, or the `for`", name));
        continue;
      }
      auto value = attribute(group, variants, path, columns, context);
      if (!value) continue;
      const bool meta = context.has_meta_arguments();
      auto& place = meta && is_meta_argument(name) ? first : meta && name == "depends_on" ? last : attributes;
      place.push_back({written_name(name, context), std::move(*value), std::string(group.first().doc)});
    }
    if (!first.empty() && !attributes.empty()) attributes.front().begins_group = true;
    if (!last.empty()) last.front().begins_group = true;
    hcl::Body result;
    std::move(first.begin(), first.end(), std::back_inserter(result.items));
    std::move(attributes.begin(), attributes.end(), std::back_inserter(result.items));
    std::move(blocks.begin(), blocks.end(), std::back_inserter(result.items));
    std::move(last_blocks.begin(), last_blocks.end(), std::back_inserter(result.items));
    std::move(last.begin(), last.end(), std::back_inserter(result.items));
    return result;
  }

  std::string written_name(std::string_view name, const Context& context) const {
    return context.top() && context.head == "locals" ? address_of(*block_.owner, name) : std::string(name);
  }

  // ---- attributes

  std::optional<hcl::Expression> attribute(const Group& group, std::span<const Variant> variants,
                                           const std::string& path, Columns* columns,
                                           const Context& context) {
    const std::string_view name = group.name.text();
    const Reading reading = context.reading(name);
    if (reading == Reading::dependency) return dependencies(group);
    std::vector<RowValue> rows;
    for (std::size_t row = 0; row < variants.size(); ++row) {
      const auto& items = group.items[row];
      rows.push_back({items.empty() ? nullptr : &items.back()->value, variants[row].key});
    }
    const BlockItem& item = group.first();
    if (columns != nullptr && context.fixed(name)) {
      for (const RowValue& row : rows) {
        if (row.value != nullptr && equal(*row.value, item.value)) continue;
        report_differing(item.value, row, fmt::format("`{}`", name), item.span);
        return {};
      }
      columns = nullptr;
    }
    // What differs goes through the `for_each`, which must be known.
    expressions_.keep({context.forgets(name) && (columns == nullptr || !differs(rows)), item.span});
    switch (reading) {
      case Reading::reference:
        if (columns == nullptr) return reference(item.value, item);
        // The address of an `import`, which may be that of the instance.
        if (item.value.is(ValueKind::deferred) && !differs(rows))
          return lower_rows(rows, path, columns, expressions_);
        report_differing(item.value, rows.back(), fmt::format("`{}`, but for the key,", name), item.span);
        return {};
      case Reading::type:
        if (!item.value.is_string()) return expressions_.lower(item.value);
        if (auto type = parse_type(item.value.as_string())) return type;
        report_unreadable(item, item.value, "is no type that Terraform knows",
                          "write one such as `string` or `map(object({ size = number }))`");
        return {};
      default:
        return lower_rows(rows, join_path(path, name), columns, expressions_);
    }
  }

  /// Everything that any instance depends on: Terraform orders whole blocks.
  std::optional<hcl::Expression> dependencies(const Group& group) {
    hcl::List list;
    std::set<std::string> seen;
    const auto add = [&](std::optional<hcl::Expression> target) {
      if (target && seen.insert(hcl::write_inline(*target)).second) list.items.push_back(std::move(*target));
    };
    const std::function<void(const Value&, const BlockItem&)> add_value = [&](const Value& value,
                                                                              const BlockItem& item) {
      if (value.is(ValueKind::list)) {
        for (const Value& element : value.as_list().items) add_value(element, item);
      } else if (value.is(ValueKind::deferred)) {
        add_expression(*value.as_deferred(), add);
      } else {
        add(reference(value, item));
      }
    };
    for (const auto& items : group.items) {
      for (const BlockItem* item : items) add_value(item->value, *item);
    }
    if (list.items.empty()) return {};
    return list;
  }

  template <typename Add>
  void add_expression(const DeferredExpr& expression, const Add& add) {
    if (expression.kind == DeferredKind::list) {
      for (const DeferredExpr* element : expression.arguments) add_expression(*element, add);
    } else {
      add(expressions_.dependency(expression));
    }
  }

  hcl::Expression reference(const Value& value, const BlockItem& item) {
    if (value.is(ValueKind::list)) {
      hcl::List list;
      for (const Value& element : value.as_list().items) list.items.push_back(reference(element, item));
      return list;
    }
    if (value.is(ValueKind::map)) {
      hcl::Object object;
      for (const MapEntry& entry : value.as_map().entries)
        object.entries.push_back({hcl::string(entry.key.text()), reference(entry.value, item), {}});
      return object;
    }
    if (!value.is_string()) return expressions_.lower(value);
    if (auto address = parse_address(value.as_string())) return *std::move(address);
    report_unreadable(item, value, "is no reference",
                      "write it as Terraform would, such as `aws.west` or `tags[\"x\"]`");
    return {};
  }

  void report_unreadable(const BlockItem& item, const Value& value, std::string_view what, std::string help) {
    diagnostics_
        .error(Code::terraform_not_a_reference, place_of(value, item.span),
               fmt::format("{} in `{}` {}", describe(value), item.name.text(), what))
        .with_help(std::move(help));
  }

  void report_differing(const Value& first, const RowValue& other, std::string what, SourceSpan place) {
    place = place.valid() ? place : block_.span;
    const SourceSpan here = other.value == nullptr ? place : place_of(*other.value, place);
    diagnostics_
        .error(Code::terraform_instances_differ, here,
               fmt::format("{} must be equal in all instances of `{}`", what, title_of(block_)))
        .at(fmt::format("differs in instance `{}`", other.key))
        .label(place_of(first, place),
               fmt::format("differs from instance `{}`", block_.instances.front().key))
        .with_help("take it out of the `for`, or write a block for each kind of instance");
  }

  // ---- nested blocks

  void nested(const Group& group, std::span<const Variant> variants, const std::string& path,
              Columns* columns, const Context& context, std::vector<hcl::Block>& out) {
    const std::size_t count = group.items.front().size();
    const bool same_count = std::all_of(group.items.begin(), group.items.end(),
                                        [&](const auto& items) { return items.size() == count; });
    const bool any_dynamic = std::any_of(group.items.begin(), group.items.end(), [](const auto& items) {
      return std::any_of(items.begin(), items.end(),
                         [](const BlockItem* item) { return item->kind == BlockItem::Kind::dynamic; });
    });
    if (any_dynamic && !(same_count && same_dynamics(group))) {
      conditional_dynamics(group, variants, context, out);
    } else if (same_count) {
      for (std::size_t i = 0; i < count; ++i) {
        const std::string name = join_path(path, group.name.text());
        const std::string part = count == 1 ? name : join_path(name, std::to_string(i));
        out.push_back(parallel_block(group, i, variants, part, columns, context));
      }
    } else if (is_meta_block(group.name.text())) {
      report_differing_count(group, variants);
    } else {
      out.push_back(dynamic_of_rows(group, variants, path, columns, context));
    }
  }

  void report_differing_count(const Group& group, std::span<const Variant> variants) {
    const std::size_t count = group.items.front().size();
    for (std::size_t row = 0; row < variants.size(); ++row) {
      if (group.items[row].size() == count) continue;
      report_differing({}, {nullptr, variants[row].key},
                       fmt::format("the number of `{}` blocks", group.name.text()), group.first().span);
      return;
    }
  }

  /// Whether every instance has the same `dynamic` blocks, but for their collections.
  static bool same_dynamics(const Group& group) {
    const auto& first = group.items.front();
    return std::all_of(group.items.begin(), group.items.end(), [&](const auto& items) {
      return std::equal(items.begin(), items.end(), first.begin(), first.end(), [](auto* a, auto* b) {
        return a->kind == b->kind && (a->kind == BlockItem::Kind::block || same_body(*a->block, *b->block));
      });
    });
  }

  /// The i-th block of each instance as one.
  hcl::Block parallel_block(const Group& group, std::size_t index, std::span<const Variant> variants,
                            const std::string& path, Columns* columns, const Context& context) {
    const BlockItem& first = *group.items.front()[index];
    if (first.kind == BlockItem::Kind::dynamic) {
      std::vector<RowValue> collections;
      for (std::size_t row = 0; row < variants.size(); ++row)
        collections.push_back({&group.items[row][index]->value, variants[row].key});
      return dynamic(first, lower_rows(collections, path, columns, expressions_), content(first, context));
    }
    std::vector<Variant> bodies;
    for (std::size_t row = 0; row < variants.size(); ++row)
      bodies.push_back({variants[row].key, group.items[row][index]->block});
    hcl::Block result{first.name.str(), nested_labels(first, context), {}, std::string(first.doc)};
    result.body = body(bodies, path, columns, {context.head, first.name.text()});
    return result;
  }

  std::vector<std::string> nested_labels(const BlockItem& item, const Context& context) const {
    if (context.top() && context.head == "check" && item.name.text() == "data")
      return labels("data", item.block->labels);
    return {item.block->labels.begin(), item.block->labels.end()};
  }

  /// A `dynamic` block over a list that is a column: one element for each block of the instance.
  hcl::Block dynamic_of_rows(const Group& group, std::span<const Variant> variants, const std::string& path,
                             Columns* columns, const Context& context) {
    std::vector<Variant> bodies;
    for (std::size_t row = 0; row < variants.size(); ++row) {
      for (const BlockItem* item : group.items[row]) bodies.push_back({variants[row].key, item->block});
    }
    Columns elements(group.name.str() + ".value", bodies.size());
    hcl::Body content = body(bodies, {}, &elements, {context.head, group.name.text()});
    std::vector<hcl::Object> objects = elements.rows();
    auto next = objects.begin();
    std::vector<hcl::Expression> lists;
    for (const auto& items : group.items) {
      hcl::List list;
      for (std::size_t i = 0; i < items.size(); ++i) list.items.push_back(std::move(*next++));
      lists.push_back(std::move(list));
    }
    return dynamic(group.first(), columns->add(join_path(path, group.name.text()), std::move(lists)),
                   std::move(content));
  }

  /// What cannot be factored, because its content speaks of a collection of its own instance: each block for
  /// itself, for its instance alone.
  void conditional_dynamics(const Group& group, std::span<const Variant> variants, const Context& context,
                            std::vector<hcl::Block>& out) {
    for (std::size_t row = 0; row < variants.size(); ++row) {
      for (const BlockItem* item : group.items[row]) {
        const bool is_dynamic = item->kind == BlockItem::Kind::dynamic;
        hcl::Expression collection =
            is_dynamic ? expressions_.lower(item->value) : hcl::Expression(hcl::List{{hcl::boolean(true)}});
        hcl::Binary own_instance{"==", hcl::raw("each.key"), hcl::string(variants[row].key)};
        out.push_back(dynamic(*item,
                              hcl::Conditional{hcl::Expression(std::move(own_instance)),
                                               std::move(collection), hcl::Expression(hcl::List{})},
                              content(*item, context)));
      }
    }
  }

  hcl::Body content(const BlockItem& item, const Context& context) {
    return lower_once(*item.block, {context.head, item.name.text()});
  }

  static hcl::Block dynamic(const BlockItem& item, hcl::Expression collection, hcl::Body content) {
    hcl::Block result{"dynamic", {item.name.str()}, {}, std::string(item.doc)};
    result.body.items.push_back(hcl::Attribute{"for_each", std::move(collection)});
    if (!item.block->labels.empty()) {
      hcl::List labels;
      for (const std::string_view label : item.block->labels) labels.items.push_back(hcl::string(label));
      result.body.items.push_back(hcl::Attribute{"labels", std::move(labels)});
    }
    result.body.items.push_back(hcl::Block{"content", {}, std::move(content)});
    return result;
  }

  const TerraformBlock& block_;
  ExpressionLowering& expressions_;
  Diagnostics& diagnostics_;
};

}  // namespace

hcl::Block lower_block(const TerraformBlock& block, ExpressionLowering& expressions,
                       Diagnostics& diagnostics) {
  return BodyLowering(block, expressions, diagnostics).lower();
}

hcl::Body lower_body(const TerraformBlock& block, const Block& body, ExpressionLowering& expressions,
                     Diagnostics& diagnostics) {
  return BodyLowering(block, expressions, diagnostics).lower_once(body, {block.head.text(), {}});
}

}  // namespace flux::terraform
