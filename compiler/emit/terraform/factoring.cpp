#include "emit/terraform/factoring.h"

#include <algorithm>

#include <fmt/format.h>

#include "emit/terraform/keywords.h"
#include "ir/address.h"

namespace flux::terraform {
namespace {

using Rows = std::vector<RowValue>;

bool all_of_kind(std::span<const RowValue> rows, ValueKind kind) {
  return std::all_of(rows.begin(), rows.end(), [&](const RowValue& row) { return row.value->is(kind); });
}

bool is_own_key(const RowValue& row) {
  return row.value->is_string() && row.value->as_string() == row.key;
}

/// Whether two expressions say the same but for literals that are the key of their instance.
bool same_but_for_key(const DeferredExpr* a, std::string_view key_a, const DeferredExpr* b,
                      std::string_view key_b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->kind != b->kind || a->name != b->name || a->mode != b->mode || a->owner != b->owner ||
      a->type != b->type || a->sops != b->sops || a->local_name != b->local_name ||
      a->variables[0] != b->variables[0] || a->variables[1] != b->variables[1]) {
    return false;
  }
  if (a->kind == DeferredKind::literal) {
    const bool key_in_a = is_own_key({&a->value, key_a});
    const bool key_in_b = is_own_key({&b->value, key_b});
    return key_in_a == key_in_b && (key_in_a || equal(a->value, b->value));
  }
  return same_but_for_key(a->base, key_a, b->base, key_b) &&
         std::equal(a->arguments.begin(), a->arguments.end(), b->arguments.begin(), b->arguments.end(),
                    [&](auto* x, auto* y) { return same_but_for_key(x, key_a, y, key_b); });
}

/// The entry of each row's map that has the key of the first one's entry at `index`; most have it there too.
Rows entry_rows(std::span<const RowValue> rows, std::size_t index) {
  const Name key = rows.front().value->as_map().entries[index].key;
  Rows result;
  for (const RowValue& row : rows) {
    const MapValue& map = row.value->as_map();
    const bool in_place = index < map.entries.size() && map.entries[index].key == key;
    result.push_back({in_place ? &map.entries[index].value : map.find(key), row.key});
  }
  return result;
}

Rows item_rows(std::span<const RowValue> rows, std::size_t index) {
  Rows result;
  for (const RowValue& row : rows) result.push_back({&row.value->as_list().items[index], row.key});
  return result;
}

enum class Form {
  plain,       ///< the same in all rows
  key,         ///< the key of each row's instance
  expression,  ///< deferred, the same in all rows but for the key
  map,
  list,  ///< the same shape, to be written part by part
  column,
};

Form form_of_parts(std::span<const RowValue> rows) {
  if (all_of_kind(rows, ValueKind::map)) {
    const auto entries = rows.front().value->as_map().entries;
    const bool same_size = std::all_of(rows.begin(), rows.end(), [&](const RowValue& row) {
      return row.value->as_map().entries.size() == entries.size();
    });
    if (!same_size) return Form::column;
    bool shared = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const Rows parts = entry_rows(rows, i);
      if (std::any_of(parts.begin(), parts.end(), [](const RowValue& part) { return part.value == nullptr; }))
        return Form::column;
      shared = shared || !differs(parts);
    }
    return shared ? Form::map : Form::column;
  }
  if (all_of_kind(rows, ValueKind::list)) {
    // A list of scalars moves as a whole: `each.value.addresses`, not one column an item.
    const std::size_t size = rows.front().value->as_list().items.size();
    bool shared = size > 0 && std::all_of(rows.begin(), rows.end(), [&](const RowValue& row) {
                    return row.value->as_list().items.size() == size;
                  });
    for (std::size_t i = 0; shared && i < size; ++i) shared = !differs(item_rows(rows, i));
    return shared ? Form::list : Form::column;
  }
  return Form::column;
}

Form form_of(std::span<const RowValue> rows) {
  const RowValue& first = rows.front();
  if (std::any_of(rows.begin(), rows.end(), [](const RowValue& row) { return row.value == nullptr; }))
    return Form::column;
  if (std::all_of(rows.begin(), rows.end(), is_own_key)) return Form::key;
  const bool same = std::all_of(rows.begin(), rows.end(),
                                [&](const RowValue& row) { return equal(*row.value, *first.value); });
  if (same && rows.size() > 1) return Form::plain;
  if (all_of_kind(rows, ValueKind::deferred) &&
      std::all_of(rows.begin(), rows.end(), [&](const RowValue& row) {
        return same_but_for_key(first.value->as_deferred(), first.key, row.value->as_deferred(), row.key);
      })) {
    return Form::expression;
  }
  const Form parts = form_of_parts(rows);
  return same && parts == Form::column ? Form::plain : parts;
}

}  // namespace

hcl::Expression Columns::add(std::string name, std::vector<hcl::Expression> cells) {
  const std::string stem = name;
  for (int number = 2; !names_.insert(name).second; ++number) name = fmt::format("{}_{}", stem, number);
  for (std::size_t i = 0; i < cells.size(); ++i)
    rows_[i].entries.push_back({hcl::string(name), std::move(cells[i]), {}});
  return hcl::Traversal{hcl::raw(reference_), {hcl::AttributeStep{std::move(name)}}};
}

std::vector<hcl::Object> Columns::rows() const {
  return rows_;
}

hcl::Expression lower_rows(std::span<const RowValue> rows, const std::string& path, Columns* columns,
                           ExpressionLowering& expressions) {
  const RowValue& first = rows.front();
  if (columns == nullptr) return expressions.lower(*first.value);
  switch (form_of(rows)) {
    case Form::plain:
      return expressions.lower(*first.value);
    case Form::key:
      return hcl::raw("each.key");
    case Form::expression:
      return expressions.lower_with_key(*first.value, first.key);
    case Form::map: {
      hcl::Object object;
      const auto entries = first.value->as_map().entries;
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string_view key = entries[i].key.text();
        object.entries.push_back({hcl::string(key),
                                  lower_rows(entry_rows(rows, i), join_path(path, key), columns, expressions),
                                  std::string(entries[i].doc)});
      }
      return object;
    }
    case Form::list: {
      hcl::List list;
      const std::size_t size = first.value->as_list().items.size();
      for (std::size_t i = 0; i < size; ++i) {
        list.items.push_back(lower_rows(
            item_rows(rows, i), size == 1 ? path : join_path(path, std::to_string(i)), columns, expressions));
      }
      return list;
    }
    case Form::column:
      break;
  }
  std::vector<hcl::Expression> cells;
  for (const RowValue& row : rows)
    cells.push_back(row.value == nullptr ? hcl::Expression() : expressions.lower(*row.value));
  return columns->add(path, std::move(cells));
}

bool differs(std::span<const RowValue> rows) {
  return form_of(rows) == Form::column;
}

std::string join_path(std::string_view path, std::string_view step) {
  return identifier(path.empty() ? std::string(step) : fmt::format("{}_{}", path, step));
}

}  // namespace flux::terraform
