// A spelling is read as `mantissa * 10^exponent * unit`, with at most 19 significant digits in the mantissa,
// so that everything fits 128 bits until the last step, where the amount must be whole and fit 64.
#include "ir/quantity.h"

#include <algorithm>
#include <limits>
#include <span>

#include <fmt/format.h>

namespace flux {
namespace {

using Wide = unsigned __int128;

struct Unit {
  std::string_view name;
  std::int64_t size;
};

constexpr std::int64_t kKi = 1024, kMi = kKi << 10, kGi = kMi << 10, kTi = kGi << 10, kPi = kTi << 10,
                       kEi = kPi << 10;
constexpr std::int64_t kKilo = 1000, kMega = kKilo * 1000, kGiga = kMega * 1000, kTera = kGiga * 1000,
                       kPeta = kTera * 1000, kExa = kPeta * 1000;
constexpr std::int64_t kMicrosecond = 1000, kMillisecond = kMicrosecond * 1000, kSecond = kMillisecond * 1000,
                       kMinute = kSecond * 60, kHour = kMinute * 60, kDay = kHour * 24, kWeek = kDay * 7,
                       kYear = kDay * 365;

constexpr Unit kCpuUnits[] = {{"m", 1}};
constexpr Unit kByteUnits[] = {
    {"Ki", kKi},   {"Mi", kMi},   {"Gi", kGi},   {"Ti", kTi},   {"Pi", kPi},  {"Ei", kEi},   {"k", kKilo},
    {"K", kKilo},  {"M", kMega},  {"G", kGiga},  {"T", kTera},  {"P", kPeta}, {"E", kExa},   {"KiB", kKi},
    {"MiB", kMi},  {"GiB", kGi},  {"TiB", kTi},  {"PiB", kPi},  {"EiB", kEi}, {"KB", kKilo}, {"kB", kKilo},
    {"MB", kMega}, {"GB", kGiga}, {"TB", kTera}, {"PB", kPeta}, {"EB", kExa}, {"B", 1},
};
constexpr Unit kDurationUnits[] = {
    {"y", kYear},
    {"w", kWeek},
    {"d", kDay},
    {"h", kHour},
    {"m", kMinute},
    {"s", kSecond},
    {"ms", kMillisecond},
    {"us", kMicrosecond},
    {"\u00b5s", kMicrosecond},
    {"\u03bcs", kMicrosecond},
    {"ns", 1},
};
constexpr Unit kPercentUnits[] = {{"%", 100}};

// The units of the house spelling, from the largest on.
constexpr Unit kHouseByteUnits[] = {{"Ei", kEi}, {"E", kExa},  {"Pi", kPi}, {"P", kPeta},
                                    {"Ti", kTi}, {"T", kTera}, {"Gi", kGi}, {"G", kGiga},
                                    {"Mi", kMi}, {"M", kMega}, {"Ki", kKi}, {"k", kKilo}};
constexpr Unit kPrometheusByteUnits[] = {{"EiB", kEi}, {"PiB", kPi}, {"TiB", kTi},
                                         {"GiB", kGi}, {"MiB", kMi}, {"KiB", kKi}};
constexpr Unit kHouseDurationUnits[] = {{"d", kDay},    {"h", kHour},         {"m", kMinute},
                                        {"s", kSecond}, {"ms", kMillisecond}, {"us", kMicrosecond},
                                        {"ns", 1}};

constexpr Dimension kDimensions[] = {Dimension::cpu, Dimension::bytes, Dimension::duration,
                                     Dimension::percent};

std::span<const Unit> units_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::cpu:
      return kCpuUnits;
    case Dimension::bytes:
      return kByteUnits;
    case Dimension::duration:
      return kDurationUnits;
    case Dimension::percent:
      return kPercentUnits;
  }
  return {};
}

const Unit* find_unit(std::string_view name, Dimension dimension) {
  for (const Unit& unit : units_of(dimension)) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

/// Base units in a bare number; zero where a bare number has no meaning.
std::int64_t bare_unit(Dimension dimension) {
  switch (dimension) {
    case Dimension::cpu:
      return 1000;
    case Dimension::bytes:
      return 1;
    case Dimension::duration:
      return 0;
    case Dimension::percent:
      return 100;
  }
  return 0;
}

std::string_view base_unit_phrase(Dimension dimension) {
  switch (dimension) {
    case Dimension::cpu:
      return "whole millicores";
    case Dimension::bytes:
      return "whole bytes";
    case Dimension::duration:
      return "whole nanoseconds";
    case Dimension::percent:
      return "hundredths of a percent";
  }
  return {};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Number {
  Wide mantissa = 0;  ///< below 10^19
  int exponent = 0;   ///< of ten
  bool has_exponent = false;
  bool too_long = false;  ///< more significant digits than we keep
};

constexpr int kMaxDigits = 19;
constexpr std::size_t kMaxSpelling = 256;  // bytes
constexpr int kExponentLimit = 1000;       // beyond it every number but zero is too large or too small

/// Takes `1_000.25e3` from the front of `text`; false when there is none.
bool take_number(std::string_view& text, bool admit_exponent, Number& number) {
  std::size_t at = 0;
  int significant = 0, pending_zeros = 0;
  bool any = false, fraction = false;
  const auto add_digit = [&](int digit) {
    any = true;
    if (fraction) --number.exponent;
    if (digit == 0) {
      ++pending_zeros;
      return;
    }
    const int zeros = significant == 0 ? 0 : pending_zeros;
    significant = std::min(significant + zeros + 1, kMaxDigits + 1);
    pending_zeros = 0;
    if (significant > kMaxDigits) {
      number.too_long = true;
      return;
    }
    for (int i = 0; i < zeros; ++i) number.mantissa *= 10;
    number.mantissa = number.mantissa * 10 + static_cast<unsigned>(digit);
  };
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (is_digit(c)) {
      add_digit(c - '0');
    } else if (c == '_' && at > 0 && is_digit(text[at - 1]) && at + 1 < text.size() &&
               is_digit(text[at + 1])) {
      continue;
    } else if (c == '.' && any && !fraction && at + 1 < text.size() && is_digit(text[at + 1])) {
      fraction = true;
    } else {
      break;
    }
  }
  if (!any) return false;
  // Trailing zeros were never multiplied in: they raise the exponent.
  if (significant > 0) number.exponent += pending_zeros;
  if (admit_exponent && at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t digits = at + 1;
    const bool negative = digits < text.size() && text[digits] == '-';
    if (digits < text.size() && (text[digits] == '-' || text[digits] == '+')) ++digits;
    if (digits < text.size() && is_digit(text[digits])) {
      int value = 0;
      for (; digits < text.size() && is_digit(text[digits]); ++digits) {
        value = std::min(value * 10 + (text[digits] - '0'), kExponentLimit);
      }
      number.exponent += negative ? -value : value;
      number.has_exponent = true;
      at = digits;
    }
  }
  text.remove_prefix(at);
  return true;
}

/// The letters (or `%`) up to the next digit.
std::string_view take_unit(std::string_view& text) {
  std::size_t at = 0;
  while (at < text.size() && !is_digit(text[at])) ++at;
  const std::string_view unit = text.substr(0, at);
  text.remove_prefix(at);
  return unit;
}

enum class Scaling { exact, inexact, too_large };

/// `number` of `unit` base units, added to `amount`, which stays at most 2^63.
Scaling add_scaled(const Number& number, std::int64_t unit, Wide& amount) {
  constexpr Wide kLimit = Wide{1} << 63;
  if (number.mantissa == 0 && !number.too_long) return Scaling::exact;
  if (number.too_long) return number.exponent >= 0 ? Scaling::too_large : Scaling::inexact;
  Wide value = number.mantissa * static_cast<Wide>(unit);
  for (int e = number.exponent; e > 0; --e) {
    if (value > kLimit) return Scaling::too_large;
    value *= 10;
  }
  for (int e = number.exponent; e < 0; ++e) {
    if (value % 10 != 0) return value > kLimit && e > -19 ? Scaling::too_large : Scaling::inexact;
    value /= 10;
  }
  if (value > kLimit || amount + value > kLimit) return Scaling::too_large;
  amount += value;
  return Scaling::exact;
}

QuantityResult fail(std::string error) {
  return {std::nullopt, std::move(error)};
}

QuantityResult scaling_error(Scaling scaling, std::string_view text, Dimension dimension) {
  if (scaling == Scaling::too_large)
    return fail(fmt::format("`{}` is too large for {}", text, dimension_name(dimension)));
  return fail(fmt::format("`{}` is not exact: {} counts in {}", text, dimension_name(dimension),
                          base_unit_phrase(dimension)));
}

QuantityResult unit_error(std::string_view unit, std::string_view text, Dimension dimension) {
  return fail(fmt::format("`{}` in `{}` is no unit of {}; its units are {}", unit, text,
                          dimension_name(dimension), unit_list(dimension)));
}

QuantityResult finish(Wide amount, bool negative, std::string_view text, Dimension dimension) {
  constexpr Wide kMax = std::numeric_limits<std::int64_t>::max();
  if (amount > kMax && !(negative && amount == kMax + 1))
    return scaling_error(Scaling::too_large, text, dimension);
  const auto bits = static_cast<std::uint64_t>(amount);
  return {static_cast<std::int64_t>(negative ? 0 - bits : bits), {}};
}

/// `1h30m`: numbers with units that become smaller.
QuantityResult parse_duration(std::string_view rest, bool negative, std::string_view text) {
  Wide amount = 0;
  std::int64_t previous = std::numeric_limits<std::int64_t>::max();
  do {
    Number number;
    if (!take_number(rest, false, number))
      return fail(fmt::format("`{}` is no duration; write it like `90d` or `1h30m`", text));
    const std::string_view name = take_unit(rest);
    if (name.empty()) {
      return fail(fmt::format("`{}` has no unit; write one of {}, such as `{}s`", text,
                              unit_list(Dimension::duration), text));
    }
    const Unit* unit = find_unit(name, Dimension::duration);
    if (unit == nullptr) return unit_error(name, text, Dimension::duration);
    if (unit->size >= previous)
      return fail(fmt::format("the units of `{}` must go from large to small, each once", text));
    previous = unit->size;
    if (const Scaling scaling = add_scaled(number, unit->size, amount); scaling != Scaling::exact) {
      return scaling_error(scaling, text, Dimension::duration);
    }
  } while (!rest.empty());
  return finish(amount, negative, text, Dimension::duration);
}

std::string with_sign(std::int64_t amount, const std::string& magnitude) {
  return amount < 0 ? "-" + magnitude : magnitude;
}

std::uint64_t magnitude_of(std::int64_t amount) {
  return amount < 0 ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
}

std::string in_largest_unit(std::uint64_t amount, std::span<const Unit> units, std::string_view base) {
  for (const Unit& unit : units) {
    const auto size = static_cast<std::uint64_t>(unit.size);
    if (amount != 0 && amount % size == 0) return fmt::format("{}{}", amount / size, unit.name);
  }
  return fmt::format("{}{}", amount, base);
}

std::string combine_units(std::uint64_t amount, std::span<const Unit> units) {
  std::string text;
  for (const Unit& unit : units) {
    const auto size = static_cast<std::uint64_t>(unit.size);
    if (amount >= size) text += fmt::format("{}{}", amount / size, unit.name);
    amount %= size;
  }
  return text.empty() ? "0s" : text;
}

/// As Prometheus prints it: years and weeks only where they are exact, since `90d` reads better than `12w6d`.
std::string house_duration(std::uint64_t amount) {
  constexpr auto year = static_cast<std::uint64_t>(kYear), week = static_cast<std::uint64_t>(kWeek);
  if (amount != 0 && amount % year == 0) return fmt::format("{}y", amount / year);
  if (amount != 0 && amount % week == 0) return fmt::format("{}w", amount / week);
  return combine_units(amount, kHouseDurationUnits);
}

std::string house_percent(std::uint64_t amount) {
  std::string text = fmt::format("{}", amount / 100);
  if (const std::uint64_t fraction = amount % 100; fraction != 0) {
    text += fraction % 10 == 0 ? fmt::format(".{}", fraction / 10) : fmt::format(".{:02}", fraction);
  }
  return text + "%";
}

}  // namespace

std::string_view dimension_name(Dimension dimension) {
  switch (dimension) {
    case Dimension::cpu:
      return "cpu";
    case Dimension::bytes:
      return "bytes";
    case Dimension::duration:
      return "duration";
    case Dimension::percent:
      return "percent";
  }
  return {};
}

QuantityResult parse_quantity(std::string_view text, Dimension dimension) {
  if (text.size() > kMaxSpelling) return fail("the text is too long for a quantity");
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  if (dimension == Dimension::duration) return parse_duration(rest, negative, text);

  Number number;
  if (!take_number(rest, dimension != Dimension::percent, number)) {
    return fail(
        fmt::format("`{}` is no {}; it does not begin with a number", text, dimension_name(dimension)));
  }
  std::int64_t size = bare_unit(dimension);
  if (!rest.empty()) {
    const Unit* unit = find_unit(rest, dimension);
    if (unit == nullptr) return unit_error(rest, text, dimension);
    if (number.has_exponent) return fail(fmt::format("`{}` has both an exponent and a unit", text));
    size = unit->size;
  }
  Wide amount = 0;
  if (const Scaling scaling = add_scaled(number, size, amount); scaling != Scaling::exact) {
    return scaling_error(scaling, text, dimension);
  }
  return finish(amount, negative, text, dimension);
}

unsigned dimensions_of_spelling(std::string_view text) {
  if (text.size() > kMaxSpelling) return 0;
  if (text.starts_with('-')) text.remove_prefix(1);
  unsigned dimensions = 0;
  for (const Dimension dimension : kDimensions) {
    std::string_view rest = text;
    bool matches = false;
    do {
      Number number;
      matches = take_number(rest, dimension == Dimension::cpu || dimension == Dimension::bytes, number) &&
                find_unit(take_unit(rest), dimension) != nullptr;
    } while (matches && !rest.empty() && dimension == Dimension::duration);
    if (matches && rest.empty()) dimensions |= 1U << static_cast<unsigned>(dimension);
  }
  return dimensions;
}

std::string format_quantity(std::int64_t amount, Dimension dimension) {
  const std::uint64_t magnitude = magnitude_of(amount);
  switch (dimension) {
    case Dimension::cpu:
      return with_sign(amount, magnitude % 1000 == 0 ? fmt::format("{}", magnitude / 1000)
                                                     : fmt::format("{}m", magnitude));
    case Dimension::bytes:
      return with_sign(amount, in_largest_unit(magnitude, kHouseByteUnits, ""));
    case Dimension::duration:
      return with_sign(amount, house_duration(magnitude));
    case Dimension::percent:
      return with_sign(amount, house_percent(magnitude));
  }
  return {};
}

bool is_quantity_style(Dimension dimension, std::string_view style) {
  if (style == "kubernetes") return true;
  switch (dimension) {
    case Dimension::bytes:
      return style == "prometheus" || style == "plain";
    case Dimension::duration:
      return style == "prometheus" || style == "go" || style == "seconds";
    case Dimension::cpu:
    case Dimension::percent:
      return false;
  }
  return false;
}

std::optional<std::string> format_quantity_as(std::int64_t amount, Dimension dimension,
                                              std::string_view style) {
  if (!is_quantity_style(dimension, style)) return std::nullopt;
  const std::uint64_t magnitude = magnitude_of(amount);
  if (style == "plain") return fmt::format("{}", amount);
  if (style == "seconds") {
    if (amount % kSecond != 0) return std::nullopt;
    return fmt::format("{}", amount / kSecond);
  }
  if (style == "prometheus") {
    if (amount < 0) return std::nullopt;
    if (dimension == Dimension::bytes) return in_largest_unit(magnitude, kPrometheusByteUnits, "B");
    if (amount % kMillisecond != 0) return std::nullopt;
    return house_duration(magnitude);
  }
  // Go's durations end at hours; Kubernetes reads durations as Go does.
  if (dimension == Dimension::duration) {
    return with_sign(amount, combine_units(magnitude, std::span{kHouseDurationUnits}.subspan(1)));
  }
  // A percentage of Kubernetes (IntOrString) is whole.
  if (dimension == Dimension::percent && amount % 100 != 0) return std::nullopt;
  return format_quantity(amount, dimension);
}

std::optional<std::int64_t> unit_size(std::string_view unit, Dimension dimension) {
  // `%` is no word, and `in` takes one.
  if (dimension == Dimension::percent && unit == "percent") return 100;
  if (dimension == Dimension::cpu) {
    if (unit == "cores") return 1000;
    if (unit == "millicores") return 1;
  }
  if (const Unit* found = find_unit(unit, dimension)) return found->size;
  return std::nullopt;
}

std::string unit_list(Dimension dimension) {
  switch (dimension) {
    case Dimension::cpu:
      return "`m` (millicores), `cores`";
    case Dimension::bytes:
      return "`B`, `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei` (also `KiB`, …), `k`, `M`, `G`, `T`, `P`, `E` (also "
             "`KB`, …)";
    case Dimension::duration:
      return "`y`, `w`, `d`, `h`, `m`, `s`, `ms`, `us`, `ns`";
    case Dimension::percent:
      return "`percent`";
  }
  return {};
}

}  // namespace flux
