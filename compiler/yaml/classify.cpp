#include <algorithm>
#include <array>

#include "yaml/yaml_reader.h"

namespace flux {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool are_digits(std::string_view text, std::string_view digits) {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

/// Removes the decimal digits that `text` begins with; tells how many.
std::size_t take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

void take_sign(std::string_view& text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
}

/// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, which includes what is an integer.
bool is_decimal(std::string_view text) {
  const std::size_t whole = take_digits(text);
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
  }
  if (whole + fraction == 0) return false;
  if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
  text.remove_prefix(1);
  take_sign(text);
  return take_digits(text) > 0 && text.empty();
}

constexpr std::array<std::string_view, 5> kNulls = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 6> kBooleans = {"true", "True", "TRUE", "false", "False", "FALSE"};
constexpr std::array<std::string_view, 3> kInfinities = {".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> kNotNumbers = {".nan", ".NaN", ".NAN"};

}  // namespace

YamlScalar classify(std::string_view text) {
  if (is_one_of(text, kNulls)) return YamlScalar::null;
  if (is_one_of(text, kBooleans)) return YamlScalar::boolean;
  if (is_one_of(text, kNotNumbers)) return YamlScalar::floating;
  if (text.starts_with("0o") && are_digits(text.substr(2), "01234567")) return YamlScalar::integer;
  if (text.starts_with("0x") && are_digits(text.substr(2), "0123456789abcdefABCDEF"))
    return YamlScalar::integer;
  take_sign(text);
  if (are_digits(text, "0123456789")) return YamlScalar::integer;
  if (is_one_of(text, kInfinities) || is_decimal(text)) return YamlScalar::floating;
  return YamlScalar::string;
}

}  // namespace flux
