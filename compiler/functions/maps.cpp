#include <map>

#include <fmt/format.h>

#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

CallResult call_keys(CallContext& context, Arguments arguments) {
  std::vector<Value> keys;
  for (const MapEntry& entry : sorted_entries(arguments[0].as_map()))
    keys.push_back(Value::string(entry.key));
  return list_result(context, keys);
}

CallResult call_values(CallContext& context, Arguments arguments) {
  std::vector<Value> values;
  for (const MapEntry& entry : sorted_entries(arguments[0].as_map())) values.push_back(entry.value);
  return list_result(context, values);
}

CallResult call_lookup(CallContext&, Arguments arguments) {
  if (const Value* found = arguments[0].as_map().find(intern(arguments[1].as_string()))) return {*found};
  if (arguments.size() == 3) return {arguments[2]};
  return CallResult::fail(
      fmt::format("the map has no key {}, and there is no default", describe(arguments[1])), 1);
}

CallResult call_merge(CallContext& context, Arguments arguments) {
  MapBuilder merged;
  for (const Value& map : arguments) {
    if (map.is_null()) continue;
    for (const MapEntry& entry : map.as_map().entries) merged.set(entry.key, entry.value, entry.doc);
    if (merged.entries().size() > context.budget) return over_budget(context);
  }
  return map_result(context, merged.entries());
}

CallResult call_transpose(CallContext& context, Arguments arguments) {
  std::map<Name, std::vector<Value>> lists;
  std::size_t count = 0;
  for (const MapEntry& entry : sorted_entries(arguments[0].as_map())) {
    for (const Value& item : entry.value.as_list().items) {
      lists[intern(item.as_string())].push_back(Value::string(entry.key));
      if (++count > context.budget) return over_budget(context);
    }
  }
  std::vector<MapEntry> entries;
  for (const auto& [key, list] : lists) entries.push_back({key, make_list(context.arena, list), {}});
  return map_result(context, entries);
}

CallResult call_zipmap(CallContext& context, Arguments arguments) {
  const Arguments keys = arguments[0].as_list().items, values = arguments[1].as_list().items;
  if (keys.size() != values.size()) {
    return CallResult::fail(
        fmt::format("has {} keys and {} values; they must be as many", keys.size(), values.size()), 1);
  }
  MapBuilder zipped;
  for (std::size_t i = 0; i < keys.size(); ++i) zipped.set(intern(keys[i].as_string()), values[i]);
  return map_result(context, zipped.entries());
}

constexpr FunctionInfo kFunctions[] = {
    terraform("keys", "(map<string, any>): list<string>", call_keys, "the keys, in the order of their bytes"),
    terraform("lookup", "(map<string, T>, string, T?): T", call_lookup,
              "the value of the key, or the default"),
    terraform("merge", "(map<string, T>|null...): map<string, T>", call_merge,
              "the entries of all the maps; a later one replaces an earlier one, whole"),
    terraform("transpose", "(map<string, list<string>>): map<string, list<string>>", call_transpose,
              "a map from every element to the keys whose lists have it"),
    terraform("values", "(map<string, T>): list<T>", call_values, "the values, in the order of their keys"),
    terraform("zipmap", "(list<string>, list<T>): map<string, T>", call_zipmap,
              "a map of the keys to the values at the same index"),
};

}  // namespace

std::span<const FunctionInfo> map_functions() {
  return kFunctions;
}

}  // namespace flux
