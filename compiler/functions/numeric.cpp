// Numbers, and quantities of one dimension where the operation has a meaning for them.
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

CallResult finite(double value) {
  if (!std::isfinite(value)) return CallResult::fail("has no finite result");
  return {Value::floating(value)};
}

CallResult overflow() {
  return CallResult::fail("the result does not fit an int");
}

Value make_quantity(CallContext& context, Dimension dimension, std::int64_t amount) {
  return Value::quantity(context.arena.make<Quantity>(dimension, amount, std::string_view{}));
}

/// Why the values are not all numbers, or all quantities of one dimension; empty when they are.
std::string mixture(Arguments items) {
  for (const Value& item : items) {
    if (is_number(item) && is_number(items[0])) continue;
    if (item.is(ValueKind::quantity) && items[0].is(ValueKind::quantity) &&
        item.as_quantity().dimension == items[0].as_quantity().dimension) {
      continue;
    }
    if (!is_number(item) && !item.is(ValueKind::quantity)) {
      return fmt::format("takes numbers or quantities, not `{}`", describe(item));
    }
    return fmt::format("cannot mix `{}` and `{}`", describe(items[0]), describe(item));
  }
  return {};
}

bool is_less(const Value& a, const Value& b) {
  if (a.is(ValueKind::quantity)) return a.as_quantity().amount < b.as_quantity().amount;
  if (a.is(ValueKind::integer) && b.is(ValueKind::integer)) return a.as_int() < b.as_int();
  return a.number() < b.number();
}

CallResult call_abs(CallContext& context, Arguments arguments) {
  const Value& value = arguments[0];
  if (std::string error = mixture(arguments); !error.empty()) return CallResult::fail(std::move(error), 0);
  if (value.is(ValueKind::floating)) return {Value::floating(std::fabs(value.as_float()))};
  const std::int64_t amount = value.is(ValueKind::quantity) ? value.as_quantity().amount : value.as_int();
  if (amount >= 0) return {value};
  if (amount == std::numeric_limits<std::int64_t>::min()) return overflow();
  if (value.is(ValueKind::quantity)) return {make_quantity(context, value.as_quantity().dimension, -amount)};
  return {Value::integer(-amount)};
}

CallResult whole(double value) {
  const Value result = make_number(value);
  return result.is(ValueKind::integer) ? CallResult{result} : overflow();
}

CallResult call_ceil(CallContext&, Arguments arguments) {
  return arguments[0].is(ValueKind::integer) ? CallResult{arguments[0]}
                                             : whole(std::ceil(arguments[0].as_float()));
}

CallResult call_floor(CallContext&, Arguments arguments) {
  return arguments[0].is(ValueKind::integer) ? CallResult{arguments[0]}
                                             : whole(std::floor(arguments[0].as_float()));
}

CallResult call_max(CallContext&, Arguments arguments) {
  if (std::string error = mixture(arguments); !error.empty()) return CallResult::fail(std::move(error));
  Value best = arguments[0];
  for (const Value& value : arguments) {
    if (is_less(best, value)) best = value;
  }
  return {best};
}

CallResult call_min(CallContext&, Arguments arguments) {
  if (std::string error = mixture(arguments); !error.empty()) return CallResult::fail(std::move(error));
  Value best = arguments[0];
  for (const Value& value : arguments) {
    if (is_less(value, best)) best = value;
  }
  return {best};
}

CallResult call_pow(CallContext&, Arguments arguments) {
  return finite(std::pow(arguments[0].number(), arguments[1].number()));
}

CallResult call_log(CallContext&, Arguments arguments) {
  return finite(std::log(arguments[0].number()) / std::log(arguments[1].number()));
}

CallResult call_signum(CallContext&, Arguments arguments) {
  const std::int64_t value = int_of(arguments[0]);
  return {Value::integer(value > 0 ? 1 : value < 0 ? -1 : 0)};
}

/// The digit's value in bases up to 62; case counts only above 36.
int digit_value(char c, std::int64_t base) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + (base <= 36 ? 10 : 36);
  return std::numeric_limits<int>::max();
}

CallResult call_parseint(CallContext&, Arguments arguments) {
  const std::string_view text = arguments[0].as_string();
  const std::int64_t base = int_of(arguments[1]);
  if (base < 2 || base > 62)
    return CallResult::fail(fmt::format("the base must be from 2 to 62, not {}", base), 1);
  const bool negative = text.starts_with('-');
  const std::string_view digits = negative || text.starts_with('+') ? text.substr(1) : text;
  std::int64_t value = 0;
  bool fits = true;
  for (const char c : digits) {
    const int digit = digit_value(c, base);
    if (digit >= base)
      return CallResult::fail(fmt::format("{} is no number of base {}", describe(arguments[0]), base), 0);
    // Downwards, since the least int has no positive counterpart.
    fits =
        fits && !__builtin_mul_overflow(value, base, &value) && !__builtin_sub_overflow(value, digit, &value);
  }
  if (digits.empty())
    return CallResult::fail(fmt::format("{} is no number of base {}", describe(arguments[0]), base), 0);
  if (!fits || (!negative && value == std::numeric_limits<std::int64_t>::min())) return overflow();
  return {Value::integer(negative ? value : -value)};
}

CallResult call_sum(CallContext& context, Arguments arguments) {
  const Arguments items = arguments[0].as_list().items;
  if (items.empty()) return CallResult::fail("an empty list has no sum", 0);
  if (std::string error = mixture(items); !error.empty()) return CallResult::fail(std::move(error), 0);
  if (is_number(items[0])) {
    bool all_ints = true;
    double floating = 0;
    for (const Value& item : items) {
      all_ints = all_ints && item.is(ValueKind::integer);
      floating += item.number();
    }
    if (!all_ints) return finite(floating);
  }
  std::int64_t total = 0;
  for (const Value& item : items) {
    const std::int64_t amount = item.is(ValueKind::quantity) ? item.as_quantity().amount : item.as_int();
    if (__builtin_add_overflow(total, amount, &total)) {
      return item.is(ValueKind::quantity) ? CallResult::fail("the sum is too large for a quantity", 0)
                                          : overflow();
    }
  }
  if (items[0].is(ValueKind::quantity))
    return {make_quantity(context, items[0].as_quantity().dimension, total)};
  return {Value::integer(total)};
}

constexpr FunctionInfo kFunctions[] = {
    terraform("abs", "(T): T", call_abs, "the number or quantity without its sign"),
    terraform("ceil", "(float): int", call_ceil, "the least int that is not below the number"),
    terraform("floor", "(float): int", call_floor, "the greatest int that is not above the number"),
    terraform("log", "(float, float): float", call_log, "the logarithm of the number in the given base"),
    terraform("max", "(T, T...): T", call_max,
              "the greatest of the numbers, or of the quantities of one dimension"),
    terraform("min", "(T, T...): T", call_min,
              "the least of the numbers, or of the quantities of one dimension"),
    terraform("parseint", "(string, int): int", call_parseint,
              "the int that the text spells in the base, from 2 to 62"),
    terraform("pow", "(float, float): float", call_pow, "the first number raised to the second"),
    terraform("signum", "(int): int", call_signum, "-1, 0 or 1, as the sign of the int"),
    terraform("sum", "(list<T>): T", call_sum,
              "the sum of the numbers, or of the quantities of one dimension"),
};

}  // namespace

std::span<const FunctionInfo> numeric_functions() {
  return kFunctions;
}

}  // namespace flux
