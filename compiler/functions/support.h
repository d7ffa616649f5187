// What the implementations of the function library share. Internal to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "functions/functions.h"
#include "ir/value_set.h"

namespace flux {

/// A row of the table for a function that Terraform has under the same name.
constexpr FunctionInfo terraform(std::string_view name, std::string_view signature,
                                 FunctionImplementation implementation, std::string_view summary) {
  return {name, signature, implementation, name, summary};
}

// The table, by theme; functions.cpp sorts them together.
std::span<const FunctionInfo> numeric_functions();
std::span<const FunctionInfo> string_functions();
std::span<const FunctionInfo> format_functions();
std::span<const FunctionInfo> regex_functions();
std::span<const FunctionInfo> list_functions();
std::span<const FunctionInfo> set_functions();
std::span<const FunctionInfo> map_functions();
std::span<const FunctionInfo> conversion_functions();
std::span<const FunctionInfo> encoding_functions();
std::span<const FunctionInfo> csv_functions();
std::span<const FunctionInfo> json_functions();
std::span<const FunctionInfo> yaml_functions();
std::span<const FunctionInfo> hash_functions();
std::span<const FunctionInfo> cidr_functions();
std::span<const FunctionInfo> time_functions();
std::span<const FunctionInfo> path_functions();

// Results. Text is copied into the arena; more than the budget is an error.
CallResult text_result(CallContext& context, std::string_view text);
CallResult list_result(CallContext& context, std::span<const Value> items);
CallResult map_result(CallContext& context, std::span<const MapEntry> entries);
CallResult over_budget(const CallContext& context);
inline CallResult bool_result(bool value) {
  return {Value::boolean(value)};
}

Value make_text(Arena& arena, std::string_view text);
Value make_list(Arena& arena, std::span<const Value> items);
Value make_map(Arena& arena, std::span<const MapEntry> entries);

/// An int, also where it was written as a whole float.
inline std::int64_t int_of(const Value& value) {
  return value.is(ValueKind::integer) ? value.as_int() : static_cast<std::int64_t>(value.as_float());
}
inline bool is_number(const Value& value) {
  return value.is(ValueKind::integer) || value.is(ValueKind::floating);
}
/// The number as an int where it is whole and fits, else as a float.
Value make_number(double value);
/// `12`, `-1.5`, `1e3`, `.5`: what `tonumber` reads.
std::optional<Value> read_number(std::string_view text);

/// The shortest digits that read back the same, never with an exponent: as Terraform prints numbers.
std::string number_text(const Value& number);
/// What `tostring` makes of a bool, number, string or quantity; nothing for other kinds.
std::optional<std::string> primitive_text(const Value& value);

/// Bytewise by key, as HCL orders its maps.
std::vector<MapEntry> sorted_entries(const MapValue& map);

/// A map under construction: a later value of a key replaces the earlier one, in its place.
class MapBuilder {
public:
  void set(Name key, const Value& value, std::string_view doc = {});
  std::span<const MapEntry> entries() const { return entries_; }

private:
  std::vector<MapEntry> entries_;
  std::unordered_map<Name, std::size_t> index_;
};

}  // namespace flux
