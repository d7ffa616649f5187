// A combination (`anyOf`, `oneOf`) fails with the mistakes of the one arm that was meant: of those that admit
// the value's kind, the one whose `const` and `enum` names fit; of these, the one with the fewest mistakes.
#include "schemas/validate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "diagnostics/suggest.h"
#include "ir/deferred.h"
#include "schemas/formats.h"

namespace flux {

namespace {

constexpr std::size_t kMostMistakes = 100;
constexpr std::size_t kMostSteps = 2'000'000;
/// Of values and combinations in each other; a schema may combine itself without end.
constexpr std::size_t kDeepest = 1'000;

std::string_view spelled(const Value& value) {
  return value.is(ValueKind::quantity) ? value.as_quantity().spelling : value.as_string();
}

std::string shown(const Value& value) {
  if (value.is_secret()) return "a secret";
  switch (value.kind()) {
    case ValueKind::null:
      return "null";
    case ValueKind::list:
      return "a list";
    case ValueKind::map:
      return "an object";
    case ValueKind::boolean:
      return fmt::format("the bool `{}`", value.as_bool());
    case ValueKind::string: {
      std::string_view text = value.as_string();
      return text.size() > 60 ? fmt::format("the string \"{}…\"", text.substr(0, 56))
                              : fmt::format("the string \"{}\"", text);
    }
    case ValueKind::integer:
      return fmt::format("the number {}", value.as_int());
    case ValueKind::floating:
      return fmt::format("the number {}", value.as_float());
    case ValueKind::quantity:
      return fmt::format("the quantity `{}`", spelled(value).empty() ? "…" : spelled(value));
    default:
      return "a value";
  }
}

std::string literal(const Value& value) {
  switch (value.kind()) {
    case ValueKind::null:
      return "`null`";
    case ValueKind::boolean:
      return value.as_bool() ? "`true`" : "`false`";
    case ValueKind::integer:
      return fmt::format("`{}`", value.as_int());
    case ValueKind::floating:
      return fmt::format("`{}`", value.as_float());
    case ValueKind::string:
      return fmt::format("`\"{}\"`", value.as_string());
    default:
      return shown(value);
  }
}

std::int64_t code_points(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

class Validator {
public:
  explicit Validator(const ValidateOptions& options) : options_(options), completing_(options.completed) {}

  std::vector<SchemaMistake> mistakes;

  /// `closing`: whether names that nobody lists are mistakes here; off inside of combinations, whose arms
  /// list but a part of the names.
  void check(const Value& value, const Schema& schema, const std::string& path, bool closing) {
    if (++steps_ > kMostSteps || depth_ > kDeepest || mistakes.size() >= kMostMistakes) return;
    ++depth_;
    const Value* around = std::exchange(nearest_, value.origin() != nullptr ? &value : nearest_);
    check_here(value, schema, path, closing);
    nearest_ = around;
    --depth_;
  }

private:
  void check_here(const Value& value, const Schema& schema, const std::string& path, bool closing) {
    if (value.is_poison() || value.is_absent()) return;
    if (value.is(ValueKind::deferred)) return waiting(value, schema, path);
    if (schema.never) return report(SchemaMistake::Kind::constraint, path, value, "nothing is admitted here");
    if (!kind_fits(value, schema)) {
      SchemaMistake mistake{
          .kind = SchemaMistake::Kind::wrong_kind,
          .path = path,
          .at = value,
          .message = fmt::format("expected {}, found {}", describe_kinds(schema), shown(value))};
      mistake.help = kind_help(value, schema);
      return add(std::move(mistake));
    }
    const std::size_t before = mistakes.size();
    if (!schema.enumeration.empty()) enumeration(value, schema, path);
    if (value.is(ValueKind::integer) || value.is(ValueKind::floating)) bounds(value, schema, path);
    if (value.is_string() || value.is(ValueKind::quantity)) text(value, schema, path);
    if (value.is(ValueKind::list)) list(value, schema, path);
    if (value.is(ValueKind::map)) object(value, schema, path, closing);
    const auto misfits = [](const SchemaMistake& mistake) {
      return mistake.kind != SchemaMistake::Kind::unknown_name;
    };
    if (schema.combines() &&
        std::none_of(mistakes.begin() + static_cast<std::ptrdiff_t>(before), mistakes.end(), misfits))
      combinations(value, schema, path);
  }

  /// What Terraform will know: no more than its kind can be said, where that is known.
  void waiting(const Value& value, const Schema& schema, const std::string& path) {
    const DeferredScalar scalar = value.as_deferred()->scalar;
    const std::uint16_t admitting = scalar == DeferredScalar::boolean  ? kBooleanValue
                                    : scalar == DeferredScalar::number ? kIntegerValue | kNumberValue
                                    : scalar == DeferredScalar::string ? kStringValue
                                                                       : kAnyValue;
    if ((schema.kinds & admitting) != 0) return;
    const std::string_view found = scalar == DeferredScalar::boolean  ? "a bool"
                                   : scalar == DeferredScalar::number ? "a number"
                                                                      : "a string";
    report(SchemaMistake::Kind::wrong_kind, path, value,
           fmt::format("expected {}, found {} that is known after apply", describe_kinds(schema), found));
  }

  void add(SchemaMistake mistake) {
    if (mistake.at.origin() == nullptr && nearest_ != nullptr) mistake.at = *nearest_;
    if (mistakes.size() < kMostMistakes) mistakes.push_back(std::move(mistake));
  }
  void report(SchemaMistake::Kind kind, const std::string& path, const Value& at, std::string message) {
    add({.kind = kind, .path = path, .at = at, .message = std::move(message)});
  }

  bool kind_fits(const Value& value, const Schema& schema) const {
    const std::uint16_t kinds = schema.kinds;
    switch (value.kind()) {
      case ValueKind::null:
        return (kinds & kNullValue) != 0 || options_.null_is_absent;
      case ValueKind::boolean:
        return (kinds & kBooleanValue) != 0;
      case ValueKind::integer:
        return (kinds & (kIntegerValue | kNumberValue)) != 0;
      case ValueKind::floating:
        return (kinds & kNumberValue) != 0 ||
               ((kinds & kIntegerValue) != 0 && std::trunc(value.as_float()) == value.as_float());
      case ValueKind::string:
        return (kinds & kStringValue) != 0;
      case ValueKind::quantity:
        return (kinds & kStringValue) != 0 && options_.quantities;
      case ValueKind::list:
        return (kinds & kArrayValue) != 0;
      case ValueKind::map:
        return (kinds & kObjectValue) != 0;
      default:
        return true;
    }
  }

  static std::string kind_help(const Value& value, const Schema& schema) {
    const bool number = (schema.kinds & (kIntegerValue | kNumberValue)) != 0;
    if (value.is(ValueKind::quantity) && number)
      return "`… in UNIT` makes a number of a quantity: `memory in MiB`";
    if (value.is(ValueKind::quantity) && (schema.kinds & kStringValue) != 0)
      return "interpolate it: `\"${…}\"`";
    if (value.is_string() && number && !value.as_string().empty() &&
        value.as_string().find_first_not_of("0123456789") == std::string_view::npos)
      return "without quotes it is a number";
    if (value.is_string() && (schema.kinds & kBooleanValue) != 0 &&
        (value.as_string() == "true" || value.as_string() == "false"))
      return "without quotes it is a bool";
    if ((value.is(ValueKind::integer) || value.is(ValueKind::floating) || value.is(ValueKind::boolean)) &&
        (schema.kinds & kStringValue) != 0)
      return "text is quoted";
    if (!value.is(ValueKind::list) && (schema.kinds & kArrayValue) != 0)
      return "a list stands in brackets: `[…]`";
    return {};
  }

  void enumeration(const Value& value, const Schema& schema, const std::string& path) {
    if (std::ranges::any_of(schema.enumeration, [&](const Value& one) { return equal(one, value); })) return;
    std::vector<std::string> words;
    std::vector<std::string_view> near_to;
    for (const Value& one : schema.enumeration) {
      if (words.size() < 12) words.push_back(literal(one));
      if (one.is_string()) near_to.push_back(one.as_string());
    }
    if (schema.enumeration.size() > 12) words.push_back("…");
    SchemaMistake mistake{.kind = SchemaMistake::Kind::constraint, .path = path, .at = value};
    mistake.message = words.size() == 1
                          ? fmt::format("expected {}, found {}", words[0], shown(value))
                          : fmt::format("expected one of {}, found {}", fmt::join(words, ", "), shown(value));
    if (value.is_string() && !value.is_secret()) {
      if (auto near = closest(value.as_string(), near_to)) mistake.suggestion = *near;
    }
    add(std::move(mistake));
  }

  void bounds(const Value& value, const Schema& schema, const std::string& path) {
    const double number = value.number();
    auto fail = [&](std::string_view relation, double bound) {
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must be {} {}, found {}", relation, bound, shown(value)));
    };
    if (schema.minimum &&
        (number < *schema.minimum || (schema.exclusive_minimum && number == *schema.minimum)))
      return fail(schema.exclusive_minimum ? "above" : "at least", *schema.minimum);
    if (schema.maximum &&
        (number > *schema.maximum || (schema.exclusive_maximum && number == *schema.maximum)))
      return fail(schema.exclusive_maximum ? "below" : "at most", *schema.maximum);
    if (schema.multiple_of) {
      const double times = number / *schema.multiple_of;
      if (std::abs(times - std::round(times)) > 1e-9 * std::max(1.0, std::abs(times)))
        fail("a multiple of", *schema.multiple_of);
    }
  }

  void text(const Value& value, const Schema& schema, const std::string& path) {
    std::string_view text = spelled(value);
    if (value.is(ValueKind::quantity) && text.empty()) return;  // spelled when it is written
    if (schema.min_length || schema.max_length) {
      const std::int64_t length = code_points(text);
      if (schema.min_length && length < *schema.min_length)
        return report(
            SchemaMistake::Kind::constraint, path, value,
            fmt::format("must have at least {} characters, found {}", *schema.min_length, shown(value)));
      if (schema.max_length && length > *schema.max_length)
        return report(SchemaMistake::Kind::constraint, path, value,
                      fmt::format("must have at most {} characters, found {}", *schema.max_length, length));
    }
    if (schema.pattern != nullptr &&
        !RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *schema.pattern->regex))
      return report(SchemaMistake::Kind::constraint, path, value,
                    fmt::format("must match /{}/, found {}", schema.pattern->text, shown(value)));
    if (!schema.format.empty() && !matches_format(text, schema.format))
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must be of the format `{}`, found {}", schema.format, shown(value)));
  }

  void list(const Value& value, const Schema& schema, const std::string& path) {
    const bool completing = std::exchange(completing_, false);
    list_here(value, schema, path);
    completing_ = completing;
  }

  void list_here(const Value& value, const Schema& schema, const std::string& path) {
    auto items = value.as_list().items;
    const auto size = static_cast<std::int64_t>(items.size());
    if (schema.min_items && size < *schema.min_items)
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must have at least {} elements, found {}", *schema.min_items, size));
    if (schema.max_items && size > *schema.max_items)
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must have at most {} elements, found {}", *schema.max_items, size));
    if (schema.tuple && size != static_cast<std::int64_t>(schema.prefix_items.size()) &&
        (size > static_cast<std::int64_t>(schema.prefix_items.size()) || schema.items == nullptr))
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must have {} elements, found {}", schema.prefix_items.size(), size));
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Schema* of = i < schema.prefix_items.size() ? schema.prefix_items[i] : schema.items;
      if (of != nullptr) check(items[i], *of, fmt::format("{}[{}]", path, i), true);
    }
    if (schema.contains != nullptr &&
        !std::ranges::any_of(items, [&](const Value& item) { return fits(item, *schema.contains); }))
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must contain {}", describe_kinds(*schema.contains)));
    if (schema.unique_items && items.size() <= 10'000) {
      for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (++steps_ > kMostSteps) return;
          if (equal(items[i], items[j]))
            return report(SchemaMistake::Kind::constraint, fmt::format("{}[{}]", path, i), items[i],
                          fmt::format("stands in the list twice: {}", shown(items[i])));
        }
      }
    }
    if (schema.list_map_key) {
      std::vector<std::string_view> seen;
      for (const Value& item : items) {
        const Value* key = item.is(ValueKind::map) ? item.as_map().find(schema.list_map_key) : nullptr;
        if (key == nullptr || !key->is_string()) continue;
        if (std::ranges::find(seen, key->as_string()) != seen.end())
          report(SchemaMistake::Kind::constraint, path, item,
                 fmt::format("`{}` is \"{}\" twice, and tells the elements apart", schema.list_map_key.text(),
                             key->as_string()));
        seen.push_back(key->as_string());
      }
    }
  }

  static std::string below(const std::string& path, std::string_view name) {
    const bool plain = name.find_first_of(". []\"") == std::string_view::npos;
    if (!plain) return fmt::format("{}[\"{}\"]", path, name);
    return path.empty() ? std::string{name} : fmt::format("{}.{}", path, name);
  }

  void object(const Value& value, const Schema& schema, const std::string& path, bool closing) {
    auto entries = value.as_map().entries;
    const auto size = static_cast<std::int64_t>(entries.size());
    if (schema.min_properties && size < *schema.min_properties && !may_be_mended())
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must have at least {} entries, found {}", *schema.min_properties, size));
    if (schema.max_properties && size > *schema.max_properties)
      report(SchemaMistake::Kind::constraint, path, value,
             fmt::format("must have at most {} entries, found {}", *schema.max_properties, size));
    if (in_arm_ && completing_) {
      lacks_ |= std::ranges::any_of(schema.properties, [&](const SchemaProperty& property) {
        return value.as_map().find(property.name) == nullptr;
      });
    }
    for (const MapEntry& entry : entries) {
      const bool taken_away = entry.value.is_null() && completing_;
      const std::string here = below(path, entry.key.text());
      if (schema.property_names != nullptr && !fits(Value::string(entry.key), *schema.property_names))
        report(SchemaMistake::Kind::constraint, here, entry.value,
               fmt::format("`{}` is not an admitted name", entry.key.text()));
      bool listed = false;
      if (const SchemaProperty* property = schema.find(entry.key)) {
        listed = true;
        if (property->read_only && !entry.value.is_null()) {
          report(SchemaMistake::Kind::read_only, here, entry.value,
                 fmt::format("`{}` is never set: the provider tells it", entry.key.text()));
        } else if (!taken_away &&
                   !(property->required ? false : entry.value.is_null() && options_.null_is_absent)) {
          check(entry.value, *property->schema, here, true);
        }
      }
      for (const SchemaPattern& pattern : schema.patterns) {
        std::string_view key = entry.key.text();
        if (!RE2::PartialMatch(re2::StringPiece(key.data(), key.size()), *pattern.pattern.regex)) continue;
        listed = true;
        if (!taken_away) check(entry.value, *pattern.schema, here, true);
      }
      if (listed || taken_away) continue;
      if (schema.additional != nullptr) {
        check(entry.value, *schema.additional, here, true);
        continue;
      }
      if (schema.extra == SchemaExtra::closed ||
          (closing && schema.extra == SchemaExtra::unsaid && closes(schema)))
        unknown(entry, value, schema, here);
    }
    for (Name name : schema.required) {
      const Value* found = value.as_map().find(name);
      const bool there = found != nullptr && !(found->is_null() && (options_.null_is_absent || completing_));
      if (there || !options_.require || (found == nullptr && may_be_mended())) continue;
      const SchemaProperty* property = schema.find(name);
      SchemaMistake mistake{
          .kind = SchemaMistake::Kind::missing, .path = below(path, name.text()), .at = value};
      mistake.message = fmt::format("`{}` is required", name.text());
      if (property != nullptr) mistake.help = fmt::format("it wants {}", describe_kinds(*property->schema));
      add(std::move(mistake));
    }
  }

  /// Whether a schema that does not say what else it admits lists names at all, itself or in its
  /// combinations, and is not open by one of these.
  bool closes(const Schema& schema) {
    bool lists = false;
    return closes(schema, lists, 0) && lists;
  }
  bool closes(const Schema& schema, bool& lists, int depth) {
    if (depth > 32) return false;
    lists |= !schema.properties.empty() || !schema.patterns.empty();
    if (depth > 0 && (schema.extra == SchemaExtra::open || schema.additional != nullptr)) return false;
    auto all = [&](std::span<const Schema* const> arms) {
      return std::ranges::all_of(arms, [&](const Schema* arm) {
        bool inner = false;
        const bool closed = closes(*arm, inner, depth + 1);
        lists |= inner;
        return closed;
      });
    };
    return all(schema.all_of) && all(schema.any_of) && all(schema.one_of);
  }

  static void names_of(const Schema& schema, std::vector<Name>& names,
                       std::vector<const SchemaPattern*>& patterns, int depth = 0) {
    if (depth > 32) return;
    for (const SchemaProperty& property : schema.properties) names.push_back(property.name);
    for (const SchemaPattern& pattern : schema.patterns) patterns.push_back(&pattern);
    for (auto arms : {schema.all_of, schema.any_of, schema.one_of}) {
      for (const Schema* arm : arms) names_of(*arm, names, patterns, depth + 1);
    }
    for (const Schema* arm : {schema.if_, schema.then_, schema.else_}) {
      if (arm != nullptr) names_of(*arm, names, patterns, depth + 1);
    }
  }

  void unknown(const MapEntry& entry, const Value& object, const Schema& schema, const std::string& path) {
    std::vector<Name> names;
    std::vector<const SchemaPattern*> patterns;
    if (schema.extra != SchemaExtra::closed) {
      names_of(schema, names, patterns);
    } else {
      for (const SchemaProperty& property : schema.properties) names.push_back(property.name);
    }
    if (std::ranges::find(names, entry.key) != names.end()) return;
    std::string_view key = entry.key.text();
    if (std::ranges::any_of(patterns, [&](const SchemaPattern* pattern) {
          return RE2::PartialMatch(re2::StringPiece(key.data(), key.size()), *pattern->pattern.regex);
        }))
      return;
    std::vector<std::string_view> texts;
    for (Name name : names) texts.push_back(name.text());
    SchemaMistake mistake{.kind = SchemaMistake::Kind::unknown_name,
                          .path = path,
                          .at = entry.value.origin() != nullptr ? entry.value : object};
    mistake.message = fmt::format("the schema has no `{}` here", key);
    if (auto near = closest(key, texts)) mistake.suggestion = *near;
    add(std::move(mistake));
  }

  // ---- combinations

  /// What a value lacks here may be given by what completes it.
  bool may_be_mended() {
    lacks_ |= completing_;
    return completing_;
  }

  /// How a value stands to one schema of several.
  struct Arm {
    std::vector<SchemaMistake> mistakes;
    bool lacks = false;  ///< whether it fits depends on what completes the value

    bool may_fit() const { return mistakes.empty(); }
    bool fits() const { return mistakes.empty() && !lacks; }
  };

  bool fits(const Value& value, const Schema& schema) { return arm(value, schema).may_fit(); }

  Arm arm(const Value& value, const Schema& schema) {
    Validator inner(options_);
    inner.steps_ = steps_;
    inner.depth_ = depth_;
    inner.nearest_ = nearest_;
    inner.completing_ = completing_;
    inner.in_arm_ = true;
    inner.check(value, schema, "", false);
    steps_ = inner.steps_;
    return {std::move(inner.mistakes), inner.lacks_};
  }

  void combinations(const Value& value, const Schema& schema, const std::string& path) {
    for (const Schema* part : schema.all_of) check(value, *part, path, false);
    if (!schema.any_of.empty()) alternatives(value, schema.any_of, path, false);
    if (!schema.one_of.empty()) alternatives(value, schema.one_of, path, true);
    if (schema.not_ != nullptr) {
      const Arm excluded = arm(value, *schema.not_);
      lacks_ |= excluded.lacks;
      if (excluded.fits())
        report(SchemaMistake::Kind::constraint, path, value,
               fmt::format("{} is what the schema excludes here", shown(value)));
    }
    if (schema.if_ != nullptr) {
      const Arm condition = arm(value, *schema.if_);
      const Schema* then = condition.fits() ? schema.then_ : condition.may_fit() ? nullptr : schema.else_;
      lacks_ |= condition.may_fit() && condition.lacks;
      if (then != nullptr) check(value, *then, path, false);
    }
  }

  void alternatives(const Value& value, std::span<const Schema* const> arms, const std::string& path,
                    bool exactly_one) {
    std::size_t matching = 0, certain = 0;
    std::vector<SchemaMistake> best;
    std::size_t best_score = SIZE_MAX;
    for (const Schema* one : arms) {
      Arm tried = arm(value, *one);
      std::vector<SchemaMistake>& found = tried.mistakes;
      if (tried.may_fit()) {
        ++matching;
        certain += tried.fits() ? 1 : 0;
        if (certain > 1 && exactly_one) {
          report(SchemaMistake::Kind::constraint, path, value,
                 "fits several alternatives of which exactly one must be meant");
          return;
        }
        continue;
      }
      // Another kind is furthest away; then a `const` that tells the arms apart; then the number of mistakes.
      std::size_t score = found.size();
      for (const SchemaMistake& mistake : found) {
        if (mistake.kind == SchemaMistake::Kind::wrong_kind && mistake.path.empty()) score += 100'000;
        if (mistake.kind == SchemaMistake::Kind::constraint && mistake.path.find('.') == std::string::npos &&
            !mistake.path.empty())
          score += 1'000;
      }
      if (score < best_score) {
        best_score = score;
        best = std::move(found);
      }
    }
    lacks_ |= matching > 0 && certain == 0;
    if (matching > 0) return;
    if (best_score >= 100'000) {
      std::vector<std::string> wanted;
      for (const Schema* one : arms) {
        std::string kinds = describe_kinds(*one);
        if (std::ranges::find(wanted, kinds) == wanted.end()) wanted.push_back(std::move(kinds));
      }
      report(SchemaMistake::Kind::wrong_kind, path, value,
             fmt::format("expected {}, found {}", fmt::join(wanted, " or "), shown(value)));
      return;
    }
    for (SchemaMistake& mistake : best) {
      if (!mistake.path.empty() && !path.empty() && mistake.path[0] != '[')
        mistake.path = fmt::format("{}.{}", path, mistake.path);
      else
        mistake.path = path + mistake.path;
      add(std::move(mistake));
    }
  }

  const ValidateOptions& options_;
  std::size_t steps_ = 0;
  std::size_t depth_ = 0;
  const Value* nearest_ = nullptr;  ///< around what is checked, with an origin
  bool completing_;                 ///< what is missing here may be given by others
  bool in_arm_ = false;
  bool lacks_ = false;  ///< something was missing that others may give
};

}  // namespace

std::string describe_kinds(const Schema& schema) {
  if (schema.kinds == kAnyValue) {
    return schema.enumeration.size() == 1 ? literal(schema.enumeration[0]) : "another value";
  }
  static constexpr std::pair<std::uint16_t, std::string_view> kNames[] = {
      {kStringValue, "a string"}, {kNumberValue, "a number"}, {kIntegerValue, "an integer"},
      {kBooleanValue, "a bool"},  {kArrayValue, "a list"},    {kObjectValue, "an object"},
      {kNullValue, "null"}};
  std::vector<std::string_view> words;
  for (auto [bit, word] : kNames) {
    if ((schema.kinds & bit) == 0 || (bit == kIntegerValue && (schema.kinds & kNumberValue) != 0)) continue;
    words.push_back(word);
  }
  return words.empty() ? "nothing" : fmt::format("{}", fmt::join(words, " or "));
}

std::vector<SchemaMistake> validate(const Value& value, const Schema& schema,
                                    const ValidateOptions& options) {
  Validator validator(options);
  validator.check(value, schema, "", true);
  return std::move(validator.mistakes);
}

}  // namespace flux
