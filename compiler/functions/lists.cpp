#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "functions/support.h"
#include "functions/unicode.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

Arguments items_of(const Value& list) {
  return list.as_list().items;
}

bool is_blank(const Value& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty());
}

CallResult call_alltrue(CallContext&, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  return bool_result(std::all_of(items.begin(), items.end(), [](const Value& v) { return v.as_bool(); }));
}

CallResult call_anytrue(CallContext&, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  return bool_result(std::any_of(items.begin(), items.end(), [](const Value& v) { return v.as_bool(); }));
}

CallResult call_chunklist(CallContext& context, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  const std::int64_t size = int_of(arguments[1]);
  if (size < 0) return CallResult::fail(fmt::format("the size of a chunk cannot be {}", size), 1);
  const std::size_t step =
      size == 0 ? std::max<std::size_t>(items.size(), 1) : static_cast<std::size_t>(size);
  std::vector<Value> chunks;
  for (std::size_t at = 0; at < items.size(); at += std::min(step, items.size() - at)) {
    chunks.push_back(make_list(context.arena, items.subspan(at, std::min(step, items.size() - at))));
  }
  return list_result(context, chunks);
}

CallResult call_coalesce(CallContext&, Arguments arguments) {
  for (const Value& value : arguments) {
    if (!is_blank(value)) return {value};
  }
  return CallResult::fail("every argument is null or an empty string");
}

CallResult call_coalescelist(CallContext&, Arguments arguments) {
  for (const Value& value : arguments) {
    if (!value.is_null() && !items_of(value).empty()) return {value};
  }
  return CallResult::fail("every argument is null or an empty list");
}

CallResult call_compact(CallContext& context, Arguments arguments) {
  std::vector<Value> kept;
  for (const Value& item : items_of(arguments[0])) {
    if (!is_blank(item)) kept.push_back(item);
  }
  return list_result(context, kept);
}

CallResult call_concat(CallContext& context, Arguments arguments) {
  std::vector<Value> all;
  for (const Value& list : arguments) {
    const Arguments items = items_of(list);
    if (all.size() + items.size() > context.budget) return over_budget(context);
    all.insert(all.end(), items.begin(), items.end());
  }
  return list_result(context, all);
}

CallResult call_contains(CallContext&, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  return bool_result(
      std::any_of(items.begin(), items.end(), [&](const Value& v) { return equal(v, arguments[1]); }));
}

CallResult call_distinct(CallContext& context, Arguments arguments) {
  ValueSet set;
  for (const Value& item : items_of(arguments[0])) set.insert(item);
  return list_result(context, set.items());
}

CallResult call_element(CallContext&, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  const std::int64_t index = int_of(arguments[1]);
  if (items.empty()) return CallResult::fail("an empty list has no elements", 0);
  if (index < 0) return CallResult::fail(fmt::format("the index cannot be {}", index), 1);
  return {items[static_cast<std::size_t>(index) % items.size()]};
}

/// False when there are more than the budget.
bool flatten_into(const Value& list, std::size_t budget, std::vector<Value>& flat) {
  for (const Value& item : items_of(list)) {
    if (item.is(ValueKind::list)) {
      if (!flatten_into(item, budget, flat)) return false;
    } else {
      if (flat.size() >= budget) return false;
      flat.push_back(item);
    }
  }
  return true;
}

CallResult call_flatten(CallContext& context, Arguments arguments) {
  std::vector<Value> flat;
  if (!flatten_into(arguments[0], context.budget, flat)) return over_budget(context);
  return list_result(context, flat);
}

CallResult call_index(CallContext&, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (equal(items[i], arguments[1])) return {Value::integer(static_cast<std::int64_t>(i))};
  }
  return CallResult::fail(fmt::format("`{}` is not in the list", describe(arguments[1])), 1);
}

CallResult call_length(CallContext&, Arguments arguments) {
  const Value& value = arguments[0];
  const std::size_t size = value.is(ValueKind::list)  ? items_of(value).size()
                           : value.is(ValueKind::map) ? value.as_map().entries.size()
                                                      : split_characters(value.as_string()).size();
  return {Value::integer(static_cast<std::int64_t>(size))};
}

CallResult call_matchkeys(CallContext& context, Arguments arguments) {
  const Arguments values = items_of(arguments[0]), keys = items_of(arguments[1]);
  if (values.size() != keys.size()) {
    return CallResult::fail(
        fmt::format("has {} values and {} keys; they must be as many", values.size(), keys.size()), 1);
  }
  ValueSet wanted;
  for (const Value& key : items_of(arguments[2])) wanted.insert(key);
  std::vector<Value> found;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (wanted.contains(keys[i])) found.push_back(values[i]);
  }
  return list_result(context, found);
}

CallResult call_one(CallContext&, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  if (items.size() > 1)
    return CallResult::fail(fmt::format("the list has {} elements, not one or none", items.size()), 0);
  return {items.empty() ? Value::null() : items[0]};
}

CallResult call_range(CallContext& context, Arguments arguments) {
  const bool from_zero = arguments.size() == 1;
  const Value start = from_zero ? Value::integer(0) : arguments[0], limit = arguments[from_zero ? 0 : 1];
  const bool downwards = limit.number() < start.number();
  const Value step = arguments.size() == 3 ? arguments[2] : Value::integer(downwards ? -1 : 1);
  if (step.number() == 0) return CallResult::fail("the step cannot be 0", 2);
  if (limit.number() != start.number() && (step.number() < 0) != downwards) {
    return CallResult::fail(
        fmt::format("the step must lead from {} to {}", number_text(start), number_text(limit)), 2);
  }
  const double count = std::ceil((limit.number() - start.number()) / step.number());
  if (!(count <= static_cast<double>(context.budget))) return over_budget(context);
  const bool ints = start.is(ValueKind::integer) && step.is(ValueKind::integer);
  std::vector<Value> numbers;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(count); ++i) {
    numbers.push_back(ints ? Value::integer(start.as_int() + i * step.as_int())
                           : make_number(start.number() + static_cast<double>(i) * step.number()));
  }
  return list_result(context, numbers);
}

CallResult call_reverse(CallContext& context, Arguments arguments) {
  std::vector<Value> items(items_of(arguments[0]).begin(), items_of(arguments[0]).end());
  std::reverse(items.begin(), items.end());
  return list_result(context, items);
}

CallResult call_slice(CallContext& context, Arguments arguments) {
  const Arguments items = items_of(arguments[0]);
  const std::int64_t start = int_of(arguments[1]), end = int_of(arguments[2]);
  const auto size = static_cast<std::int64_t>(items.size());
  if (start < 0 || start > size) {
    return CallResult::fail(fmt::format("the start must be from 0 to {}, not {}", size, start), 1);
  }
  if (end < start || end > size) {
    return CallResult::fail(fmt::format("the end must be from {} to {}, not {}", start, size, end), 2);
  }
  return list_result(context,
                     items.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
}

CallResult call_sort(CallContext& context, Arguments arguments) {
  std::vector<Value> items(items_of(arguments[0]).begin(), items_of(arguments[0]).end());
  std::stable_sort(items.begin(), items.end(),
                   [](const Value& a, const Value& b) { return a.as_string() < b.as_string(); });
  return list_result(context, items);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("alltrue", "(list<bool>): bool", call_alltrue,
              "whether all are true; so they are in an empty list"),
    terraform("anytrue", "(list<bool>): bool", call_anytrue, "whether at least one is true"),
    terraform("chunklist", "(list<T>, int): list<list<T>>", call_chunklist,
              "the list in lists of at most that size"),
    terraform("coalesce", "(T|null, T|null...): T", call_coalesce,
              "the first that is neither null nor an empty string"),
    terraform("coalescelist", "(list<T>|null, list<T>|null...): list<T>", call_coalescelist,
              "the first list that is neither null nor empty"),
    terraform("compact", "(list<string|null>): list<string>", call_compact,
              "the list without nulls and empty strings"),
    terraform("concat", "(list<T>, list<T>...): list<T>", call_concat,
              "the elements of all the lists, in order"),
    terraform("contains", "(list<T>, T): bool", call_contains, "whether the value is in the list"),
    terraform("distinct", "(list<T>): list<T>", call_distinct,
              "the list without duplicates, in order of first occurrence"),
    terraform("element", "(list<T>, int): T", call_element, "the element at the index, which wraps around"),
    terraform("flatten", "(list<any>): list<any>", call_flatten,
              "the elements of all the lists inside, however deep"),
    terraform("index", "(list<T>, T): int", call_index, "where the value first occurs in the list, from 0"),
    terraform("length", "(string|list<any>|map<string, any>): int", call_length,
              "how many elements, entries, or characters as a reader counts them"),
    terraform("matchkeys", "(list<T>, list<K>, list<K>): list<T>", call_matchkeys,
              "the values whose keys, at the same index, are in the third list"),
    terraform("one", "(list<T>): T|null", call_one, "the only element of the list, null for an empty one"),
    terraform("range", "(float, float?, float?): list<int>", call_range,
              "the numbers from the start (0) up to the limit, which is left out, by the step"),
    terraform("reverse", "(list<T>): list<T>", call_reverse, "the list backwards"),
    terraform("slice", "(list<T>, int, int): list<T>", call_slice,
              "the elements from the start up to the end, which is left out"),
    terraform("sort", "(list<string>): list<string>", call_sort, "the strings in the order of their bytes"),
};

}  // namespace

std::span<const FunctionInfo> list_functions() {
  return kFunctions;
}

}  // namespace flux
