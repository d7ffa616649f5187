#include <fmt/format.h>

#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

CallResult cannot(const Value& value, std::string_view wanted) {
  return CallResult::fail(fmt::format("cannot make {} of `{}`", wanted, describe(value)), 0);
}

CallResult call_tobool(CallContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::boolean) || value.is_null()) return {value};
  if (value.is_string()) {
    const std::string_view text = value.as_string();
    if (text == "true" || text == "1") return bool_result(true);
    if (text == "false" || text == "0") return bool_result(false);
  }
  return cannot(value, "a bool");
}

CallResult call_tonumber(CallContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (is_number(value) || value.is_null()) return {value};
  if (value.is_string()) {
    if (const auto number = read_number(value.as_string())) return {*number};
  }
  return cannot(value, "a number");
}

CallResult call_tostring(CallContext& context, Arguments arguments) {
  if (arguments[0].is_null()) return {arguments[0]};
  if (const auto text = primitive_text(arguments[0])) return text_result(context, *text);
  return cannot(arguments[0], "a string");
}

CallResult call_tolist(CallContext&, Arguments arguments) {
  return {arguments[0]};
}

CallResult call_tomap(CallContext&, Arguments arguments) {
  return {arguments[0]};
}

CallResult call_toset(CallContext& context, Arguments arguments) {
  ValueSet set;
  for (const Value& item : arguments[0].as_list().items) set.insert(item);
  return list_result(context, set.items());
}

constexpr FunctionInfo kFunctions[] = {
    terraform("tobool", "(bool|string|null): bool", call_tobool, "the bool that the text spells"),
    terraform("tolist", "(list<T>): list<T>", call_tolist, "the set as a list"),
    terraform("tomap", "(map<string, T>): map<string, T>", call_tomap, "the record as a map"),
    terraform("tonumber", "(float|string|null): float", call_tonumber, "the number that the text spells"),
    terraform("toset", "(list<T>): set<T>", call_toset, "the list without duplicates, as a set"),
    terraform("tostring", "(any): string", call_tostring, "the text of a bool, number, quantity or string"),
};

}  // namespace

std::span<const FunctionInfo> conversion_functions() {
  return kFunctions;
}

}  // namespace flux
