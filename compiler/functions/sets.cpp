// A set is a list without duplicates, in order of first insertion.
#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

ValueSet set_of(const Value& list) {
  ValueSet set;
  for (const Value& item : list.as_list().items) set.insert(item);
  return set;
}

CallResult call_setunion(CallContext& context, Arguments arguments) {
  ValueSet result;
  for (const Value& list : arguments) {
    for (const Value& item : list.as_list().items) result.insert(item);
    if (result.items().size() > context.budget) return over_budget(context);
  }
  return list_result(context, result.items());
}

CallResult call_setintersection(CallContext& context, Arguments arguments) {
  ValueSet result = set_of(arguments[0]);
  for (const Value& list : arguments.subspan(1)) {
    const ValueSet other = set_of(list);
    ValueSet kept;
    for (const Value& item : result.items()) {
      if (other.contains(item)) kept.insert(item);
    }
    result = std::move(kept);
  }
  return list_result(context, result.items());
}

CallResult call_setsubtract(CallContext& context, Arguments arguments) {
  const ValueSet removed = set_of(arguments[1]);
  ValueSet result;
  for (const Value& item : arguments[0].as_list().items) {
    if (!removed.contains(item)) result.insert(item);
  }
  return list_result(context, result.items());
}

CallResult call_setproduct(CallContext& context, Arguments arguments) {
  std::size_t count = 1;
  for (const Value& list : arguments) {
    const std::size_t size = list.as_list().items.size();
    if (size == 0) return list_result(context, {});
    // Every tuple has as many elements as there are lists.
    if (count > context.budget / size / arguments.size()) return over_budget(context);
    count *= size;
  }
  std::vector<Value> product, tuple(arguments.size());
  for (std::size_t i = 0; i < count; ++i) {
    // The last list turns fastest.
    std::size_t rest = i;
    for (std::size_t list = arguments.size(); list-- > 0;) {
      const Arguments items = arguments[list].as_list().items;
      tuple[list] = items[rest % items.size()];
      rest /= items.size();
    }
    product.push_back(make_list(context.arena, tuple));
  }
  return list_result(context, product);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("setintersection", "(list<T>, list<T>...): set<T>", call_setintersection,
              "what is in all of the sets"),
    terraform("setproduct", "(list<any>, list<any>, list<any>...): list<list<any>>", call_setproduct,
              "every combination of one element of each"),
    terraform("setsubtract", "(list<T>, list<T>): set<T>", call_setsubtract,
              "what is in the first set and not in the second"),
    terraform("setunion", "(list<T>, list<T>...): set<T>", call_setunion,
              "what is in at least one of the sets"),
};

}  // namespace

std::span<const FunctionInfo> set_functions() {
  return kFunctions;
}

}  // namespace flux
