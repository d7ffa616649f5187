#include "ir/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "ir/deferred.h"
#include "ir/literal.h"

namespace flux {
namespace {

/// Without rounding the int to a double: 2^53 + 1 is not 2^53.
bool equal_numbers(const Value& a, const Value& b) {
  if (a.kind() == b.kind())
    return a.is(ValueKind::integer) ? a.as_int() == b.as_int() : a.as_float() == b.as_float();
  const std::int64_t whole = a.is(ValueKind::integer) ? a.as_int() : b.as_int();
  const double floating = a.is(ValueKind::integer) ? b.as_float() : a.as_float();
  return floating >= -0x1p63 && floating < 0x1p63 && std::trunc(floating) == floating &&
         static_cast<std::int64_t>(floating) == whole;
}

std::vector<const MapEntry*> sorted_by_key(const MapValue& map) {
  std::vector<const MapEntry*> entries;
  entries.reserve(map.entries.size());
  for (const MapEntry& entry : map.entries) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(), [](auto* a, auto* b) { return a->key < b->key; });
  return entries;
}

bool equal_maps(const MapValue& a, const MapValue& b) {
  if (a.entries.size() != b.entries.size()) return false;
  const auto same_entry = [](const MapEntry& x, const MapEntry& y) {
    return x.key == y.key && equal(x.value, y.value);
  };
  const bool same_order = std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(),
                                     [](const MapEntry& x, const MapEntry& y) { return x.key == y.key; });
  if (same_order) return std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), same_entry);
  const auto left = sorted_by_key(a), right = sorted_by_key(b);
  return std::equal(left.begin(), left.end(), right.begin(),
                    [&](auto* x, auto* y) { return same_entry(*x, *y); });
}

bool equal_deferred(const DeferredExpr* a, const DeferredExpr* b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr || a->kind != b->kind || a->name != b->name || a->mode != b->mode ||
      a->owner != b->owner || a->type != b->type || a->sops != b->sops || a->local_name != b->local_name ||
      a->keyed != b->keyed || a->variables[0] != b->variables[0] || a->variables[1] != b->variables[1]) {
    return false;
  }
  if (a->kind == DeferredKind::literal && !equal(a->value, b->value)) return false;
  return equal_deferred(a->base, b->base) &&
         std::equal(a->arguments.begin(), a->arguments.end(), b->arguments.begin(), b->arguments.end(),
                    equal_deferred);
}

bool is_number(const Value& value) {
  return value.is(ValueKind::integer) || value.is(ValueKind::floating);
}

/// Writes values until the limit is passed; what comes after it is never visited.
class Describer {
public:
  explicit Describer(std::size_t limit) : limit_(limit) {}

  std::string take() {
    if (text_.size() <= limit_) return std::move(text_);
    std::size_t cut = limit_;
    while (cut > 0 && (static_cast<unsigned char>(text_[cut]) & 0xC0) == 0x80) --cut;
    return text_.substr(0, cut) + "…";
  }

  void write(const Value& value) {
    if (text_.size() > limit_) return;
    if (value.is_secret()) {
      text_ += "(secret)";
      return;
    }
    switch (value.kind()) {
      case ValueKind::absent:
        text_ += "absent";
        break;
      case ValueKind::poison:
        text_ += "(error)";
        break;
      case ValueKind::null:
        text_ += "null";
        break;
      case ValueKind::boolean:
        text_ += value.as_bool() ? "true" : "false";
        break;
      case ValueKind::integer:
        text_ += fmt::format("{}", value.as_int());
        break;
      case ValueKind::floating:
        text_ += format_float(value.as_float());
        break;
      case ValueKind::string:
        append_string_literal(text_, value.as_string(), limit_);
        break;
      case ValueKind::quantity:
        text_ += quantity_text(value.as_quantity());
        break;
      case ValueKind::list:
        write_list(value.as_list());
        break;
      case ValueKind::map:
        write_map(value.as_map());
        break;
      case ValueKind::object:
        text_ += "{ … }";
        break;
      case ValueKind::reference:
        text_ += "(reference)";
        break;
      case ValueKind::deferred:
        text_ += "(known after apply)";
        break;
    }
  }

private:
  void write_list(const ListValue& list) {
    text_ += '[';
    for (std::size_t i = 0; i < list.items.size() && text_.size() <= limit_; ++i) {
      if (i > 0) text_ += ", ";
      write(list.items[i]);
    }
    text_ += ']';
  }

  void write_map(const MapValue& map) {
    if (map.entries.empty()) {
      text_ += "{}";
      return;
    }
    text_ += "{ ";
    for (std::size_t i = 0; i < map.entries.size() && text_.size() <= limit_; ++i) {
      if (i > 0) text_ += ", ";
      const std::string_view key = map.entries[i].key.text();
      if (is_plain_name(key))
        text_ += key;
      else
        append_string_literal(text_, key, limit_);
      text_ += " = ";
      write(map.entries[i].value);
    }
    text_ += " }";
  }

  std::size_t limit_;
  std::string text_;
};

constexpr std::size_t kTextOfOneValue = 64;  // bytes

std::size_t add_weights(std::size_t a, std::size_t b) {
  return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

}  // namespace

std::size_t weight(const Value& value) {
  switch (value.kind()) {
    case ValueKind::string:
      return 1 + value.as_string().size() / kTextOfOneValue;
    case ValueKind::list:
      return value.as_list().weight;
    case ValueKind::map:
      return value.as_map().weight;
    case ValueKind::deferred:
      return value.as_deferred()->weight;
    default:
      return 1;
  }
}

const DeferredExpr* sops_value_in(const DeferredExpr& expression) {
  constexpr std::size_t kMostVisited = 2000;
  std::vector<const DeferredExpr*> open{&expression};
  for (std::size_t visited = 0; !open.empty() && visited < kMostVisited; ++visited) {
    const DeferredExpr* at = open.back();
    open.pop_back();
    if (at->kind == DeferredKind::sops) return at;
    if (at->base != nullptr) open.push_back(at->base);
    open.insert(open.end(), at->arguments.begin(), at->arguments.end());
  }
  return nullptr;
}

std::size_t weight_of_parts(const DeferredExpr& expression) {
  std::size_t sum = flux::weight(expression.value);
  if (expression.base != nullptr) sum = add_weights(sum, expression.base->weight);
  for (const DeferredExpr* argument : expression.arguments) sum = add_weights(sum, argument->weight);
  return sum;
}

ListValue::ListValue(std::span<const Value> values) : items(values) {
  for (const Value& item : values) weight = add_weights(weight, flux::weight(item));
}

MapValue::MapValue(std::span<const MapEntry> values) : entries(values) {
  for (const MapEntry& entry : values) weight = add_weights(weight, flux::weight(entry.value));
}

bool equal(const Value& a, const Value& b) {
  if (is_number(a) && is_number(b)) return equal_numbers(a, b);
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::absent:
    case ValueKind::poison:
    case ValueKind::null:
      return true;
    case ValueKind::boolean:
      return a.as_bool() == b.as_bool();
    case ValueKind::integer:
    case ValueKind::floating:
      return equal_numbers(a, b);
    case ValueKind::string:
      return a.as_string() == b.as_string();
    case ValueKind::quantity:
      return a.as_quantity().dimension == b.as_quantity().dimension &&
             a.as_quantity().amount == b.as_quantity().amount;
    case ValueKind::list: {
      const auto x = a.as_list().items, y = b.as_list().items;
      return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](auto& l, auto& r) { return equal(l, r); });
    }
    case ValueKind::map:
      return equal_maps(a.as_map(), b.as_map());
    case ValueKind::object:
    case ValueKind::reference:
      return a.as_object() == b.as_object();
    case ValueKind::deferred:
      return equal_deferred(a.as_deferred(), b.as_deferred());
  }
  return false;
}

std::string format_float(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (value == 0) return "0";
  char buffer[64];
  // JavaScript's and Go's border for JSON between the two notations.
  const double magnitude = std::fabs(value);
  const bool scientific = magnitude < 1e-6 || magnitude >= 1e21;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value,
                                 scientific ? std::chars_format::scientific : std::chars_format::fixed);
  std::string text(buffer, end.ptr);
  // `1e-07` is `1e-7` there.
  if (const std::size_t e = text.find('e'); scientific && e + 3 < text.size() && text[e + 2] == '0')
    text.erase(e + 2, 1);
  return text;
}

std::string describe(const Value& value, std::size_t limit) {
  Describer describer(limit);
  describer.write(value);
  return describer.take();
}

std::string_view kind_phrase(const Value& value) {
  switch (value.kind()) {
    case ValueKind::absent:
      return "an absent value";
    case ValueKind::poison:
      return "an erroneous value";
    case ValueKind::null:
      return "null";
    case ValueKind::boolean:
      return "a bool";
    case ValueKind::integer:
      return "an int";
    case ValueKind::floating:
      return "a float";
    case ValueKind::string:
      return "a string";
    case ValueKind::quantity:
      switch (value.as_quantity().dimension) {
        case Dimension::cpu:
          return "a cpu quantity";
        case Dimension::bytes:
          return "a bytes quantity";
        case Dimension::duration:
          return "a duration";
        case Dimension::percent:
          return "a percentage";
      }
      break;
    case ValueKind::list:
      return "a list";
    case ValueKind::map:
      return "a map";
    case ValueKind::object:
      return "an object";
    case ValueKind::reference:
      return "a reference";
    case ValueKind::deferred:
      return "a deferred value";
  }
  return "a value";
}

}  // namespace flux
