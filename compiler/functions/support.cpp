#include "functions/support.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "ir/literal.h"

namespace flux {
Value make_text(Arena& arena, std::string_view text) {
  return Value::string(arena.copy_text(text));
}

Value make_list(Arena& arena, std::span<const Value> items) {
  return Value::list(arena.make<ListValue>(arena.copy(items)));
}

Value make_map(Arena& arena, std::span<const MapEntry> entries) {
  return Value::map(arena.make<MapValue>(arena.copy(entries)));
}

CallResult over_budget(const CallContext& context) {
  return CallResult::fail(fmt::format("makes more than {} elements or bytes", context.budget));
}

CallResult text_result(CallContext& context, std::string_view text) {
  if (text.size() > context.budget) return over_budget(context);
  return {make_text(context.arena, text)};
}

CallResult list_result(CallContext& context, std::span<const Value> items) {
  if (items.size() > context.budget) return over_budget(context);
  return {make_list(context.arena, items)};
}

CallResult map_result(CallContext& context, std::span<const MapEntry> entries) {
  if (entries.size() > context.budget) return over_budget(context);
  return {make_map(context.arena, entries)};
}

Value make_number(double value) {
  if (std::trunc(value) == value && value >= -0x1p63 && value < 0x1p63) {
    return Value::integer(static_cast<std::int64_t>(value));
  }
  return Value::floating(value);
}

std::optional<Value> read_number(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) {
    digits.remove_prefix(1);
    if (digits.starts_with('-')) return std::nullopt;
  }
  const std::string_view unsigned_digits = digits.starts_with('-') ? digits.substr(1) : digits;
  // from_chars would also read `inf` and `nan`.
  if (unsigned_digits.empty() ||
      unsigned_digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
    return std::nullopt;
  }
  const char* end = digits.data() + digits.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(digits.data(), end, whole);
      read.ec == std::errc{} && read.ptr == end) {
    return Value::integer(whole);
  }
  double floating = 0;
  const auto read = std::from_chars(digits.data(), end, floating);
  if (read.ptr != end || read.ec == std::errc::invalid_argument) return std::nullopt;
  if (read.ec == std::errc::result_out_of_range) {
    // Too small is zero; too large is no number of ours.
    const std::size_t exponent = digits.find_first_of("eE");
    if (exponent == std::string_view::npos || !digits.substr(exponent + 1).starts_with('-'))
      return std::nullopt;
    return Value::integer(0);
  }
  return make_number(floating);
}

std::string number_text(const Value& number) {
  if (number.is(ValueKind::integer)) return fmt::format("{}", number.as_int());
  const double value = number.as_float();
  if (value == 0 || !std::isfinite(value)) return format_float(value);
  char buffer[64];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific);
  const std::string_view shortest(buffer, static_cast<std::size_t>(end.ptr - buffer));
  const std::size_t e = shortest.find('e');
  std::string digits(1, shortest[0]);
  if (e > 2) digits += shortest.substr(2, e - 2);
  int exponent = 0;
  const std::size_t sign = shortest[e + 1] == '+' ? 1 : 0;
  std::from_chars(shortest.data() + e + 1 + sign, shortest.data() + shortest.size(), exponent);

  const int point = exponent + 1;  // digits before the decimal point
  const int size = static_cast<int>(digits.size());
  if (point <= 0) {
    digits.insert(0, static_cast<std::size_t>(-point), '0').insert(0, "0.", 2);
  } else if (point >= size) {
    digits.append(static_cast<std::size_t>(point - size), '0');
  } else {
    digits.insert(static_cast<std::size_t>(point), 1, '.');
  }
  if (value < 0) digits.insert(0, 1, '-');
  return digits;
}

std::optional<std::string> primitive_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::boolean:
      return value.as_bool() ? "true" : "false";
    case ValueKind::integer:
    case ValueKind::floating:
      return number_text(value);
    case ValueKind::string:
      return std::string(value.as_string());
    case ValueKind::quantity:
      return quantity_text(value.as_quantity());
    default:
      return std::nullopt;
  }
}

std::vector<MapEntry> sorted_entries(const MapValue& map) {
  std::vector<MapEntry> entries(map.entries.begin(), map.entries.end());
  std::sort(entries.begin(), entries.end(),
            [](const MapEntry& a, const MapEntry& b) { return a.key < b.key; });
  return entries;
}

void MapBuilder::set(Name key, const Value& value, std::string_view doc) {
  const auto [at, added] = index_.emplace(key, entries_.size());
  if (added) {
    entries_.push_back({key, value, doc});
  } else {
    entries_[at->second] = {key, value, doc};
  }
}

}  // namespace flux
