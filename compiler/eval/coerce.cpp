// The final value of a slot against its declared type: kinds are checked and converted, refinements verified.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "diagnostics/suggest.h"
#include "eval/evaluator.h"
#include "ir/value_set.h"

namespace flux {

namespace {

void declared_here(Diagnostic& d, const SlotContext* slot) {
  if (slot == nullptr || slot->owner == nullptr || slot->owner->record() == nullptr) return;
  if (const Field* field = slot->owner->record()->find(slot->key)) d.label(field->span, "declared here");
}

/// "`apps.x.replicas`", or "the value" when it belongs to no slot.
std::string subject(const Evaluator& evaluator, const SlotContext* slot) {
  if (slot == nullptr || slot->owner == nullptr) return "the value";
  return fmt::format("`{}`", evaluator.path_of(*slot->owner, slot->key));
}

/// A secret that nobody knows before it is used fits wherever a secret does.
bool is_later_secret(const Value& value) {
  return value.is(ValueKind::deferred) && value.is_secret();
}

}  // namespace

bool Evaluator::is_of_type(const Value& value, const Type* type) {
  switch (type->kind) {
    case TypeKind::error:
    case TypeKind::any:
      return true;
    case TypeKind::null:
      return value.is_null();
    case TypeKind::boolean:
      return value.is(ValueKind::boolean);
    case TypeKind::integer:
      return value.is(ValueKind::integer) ||
             (value.is(ValueKind::floating) && std::trunc(value.as_float()) == value.as_float());
    case TypeKind::floating:
      return value.is(ValueKind::integer) || value.is(ValueKind::floating);
    case TypeKind::string:
      if (!value.is_string()) return false;
      if (type->refinement != nullptr) {
        for (const Pattern& pattern : type->refinement->patterns) {
          std::string_view s = value.as_string();
          if (!RE2::PartialMatch(re2::StringPiece(s.data(), s.size()), *pattern.regex)) return false;
        }
      }
      return true;
    case TypeKind::quantity:
      return (value.is(ValueKind::quantity) && value.as_quantity().dimension == type->dimension) ||
             (type->dimension != Dimension::duration &&
              (value.is(ValueKind::integer) || value.is(ValueKind::floating)));
    case TypeKind::literal:
      return equal(value, type->literal);
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::keyed_list:
      return value.is(ValueKind::list) ||
             (value.is_object() && value.as_object()->type->is(TypeKind::keyed_list));
    case TypeKind::map:
      return value.is(ValueKind::map) ||
             (value.is_object() && !value.as_object()->type->is(TypeKind::keyed_list));
    case TypeKind::record:
      if (value.is(ValueKind::map)) return true;
      if (!value.is_object() && !value.is(ValueKind::reference)) return false;
      if (value.as_object()->record() == nullptr)
        return value.is_object() && value.as_object()->type->is(TypeKind::any);
      return value.as_object()->record()->derives_from(type->record);
    case TypeKind::nullable:
      return value.is_null() || is_of_type(value, type->element);
    case TypeKind::alternatives:
      return std::ranges::any_of(type->alternatives, [&](const Type* arm) { return is_of_type(value, arm); });
    case TypeKind::reference:
    case TypeKind::enclosing:
      return (value.is(ValueKind::reference) || value.is_object()) &&
             is_of_type(Value::reference(value.as_object()), type->element);
    case TypeKind::deferred:
      return value.is_deferred() || is_of_type(value, type->element);
    case TypeKind::secret:
      return is_later_secret(value) || is_of_type(value, type->element);
  }
  return false;
}

bool Evaluator::check_refinement(const Value& value, const Type* type, SourceSpan span,
                                 const SlotContext* slot) {
  if (type->refinement == nullptr) return true;
  const Refinement& r = *type->refinement;
  auto fail = [&](std::string message) {
    auto& d = diagnostics_.error(Code::value_out_of_bounds, span, std::move(message));
    declared_here(d, slot);
    return false;
  };
  std::string shown = value.is_secret() ? "(secret)" : describe(value);
  if (r.has_range()) {
    bool low = false;
    bool high = false;
    if (value.is(ValueKind::floating)) {
      low = r.range.has_low && value.as_float() < r.range.low;
      high = r.range.has_high && value.as_float() > r.range.high;
    } else {
      std::int64_t amount = value.is(ValueKind::quantity) ? value.as_quantity().amount : value.as_int();
      low = r.range.has_low && (type->is(TypeKind::floating) ? static_cast<double>(amount) < r.range.low
                                                             : amount < r.range.low_int);
      high = r.range.has_high && (type->is(TypeKind::floating) ? static_cast<double>(amount) > r.range.high
                                                               : amount > r.range.high_int);
    }
    if (low || high) {
      return fail(fmt::format("{} is {}, and `{}` admits nothing {} it", subject(*this, slot), shown,
                              print_type(type), low ? "so far below" : "so far above"));
    }
  }
  if (r.has_length()) {
    std::int64_t length = 0;
    if (value.is_string()) {
      for (char c : value.as_string()) length += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    } else if (value.is(ValueKind::list)) {
      length = static_cast<std::int64_t>(value.as_list().items.size());
    } else if (value.is_object()) {
      if (!ensure_table(*value.as_object(), span)) return false;
      length = static_cast<std::int64_t>(value.as_object()->slots.size());
    } else if (value.is(ValueKind::map)) {
      length = static_cast<std::int64_t>(value.as_map().entries.size());
    }
    if ((r.length.has_low && length < r.length.low_int) ||
        (r.length.has_high && length > r.length.high_int)) {
      return fail(
          fmt::format("{} has a length of {}, outside `{}`", subject(*this, slot), length, print_type(type)));
    }
  }
  for (const Pattern& pattern : r.patterns) {
    std::string_view s = value.as_string();
    if (!RE2::PartialMatch(re2::StringPiece(s.data(), s.size()), *pattern.regex)) {
      return fail(type->alias ? fmt::format("{} is {}, which is no `{}`", subject(*this, slot), shown,
                                            type->alias.text())
                              : fmt::format("{} is {}, which does not match /{}/", subject(*this, slot),
                                            shown, pattern.text));
    }
  }
  return true;
}

Value Evaluator::coerce(const Value& value, const Type* type, SourceSpan span, const SlotContext* slot) {
  if (value.is_poison() || value.is_absent() || type->is(TypeKind::error)) return value;
  if (type->is(TypeKind::any)) return value;
  if (type->is(TypeKind::nullable)) return value.is_null() ? value : coerce(value, type->element, span, slot);
  if (type->is(TypeKind::secret)) {
    if (is_later_secret(value)) return value;
    // Labelled first: what does not fit is not quoted either.
    Value inner = coerce(value.with_labels(kSecret), type->element, span, slot);
    return inner.is_poison() ? inner : inner.with_labels(kSecret);
  }
  if (type->is(TypeKind::deferred))
    return value.is(ValueKind::deferred) ? value : coerce(value, type->element, span, slot);

  auto mismatch = [&](std::string extra = {}) {
    auto& d =
        value.is_null()
            ? diagnostics_.error(Code::null_value, span,
                                 fmt::format("{} is null, and `{}` does not admit it", subject(*this, slot),
                                             print_type(type)))
            : diagnostics_.error(
                  Code::value_does_not_fit, span,
                  fmt::format(
                      "{} wants `{}`, found {}{}", subject(*this, slot), print_type(type), kind_phrase(value),
                      value.is_secret() || value.is_object() ? "" : fmt::format(" {}", describe(value, 40))));
    declared_here(d, slot);
    if (!extra.empty()) d.with_help(std::move(extra));
    return poison();
  };
  if (value.is(ValueKind::deferred) && in_documents_) {
    // What is not recorded stays: whoever writes the document says so.
    const Value known = recorded(value);
    return known.is(ValueKind::deferred) ? told_as(known, type) : coerce(known, type, span, slot);
  }
  if (value.is(ValueKind::deferred) && type->may_wait) return told_as(value, type);
  if (value.is(ValueKind::deferred)) {
    auto& d = diagnostics_.error(
        Code::deferred_not_admitted, span,
        fmt::format("{} must be known now, and this is known only during apply", subject(*this, slot)));
    declared_here(d, slot);
    if (const DeferredExpr* sops = value.is_secret() ? sops_value_in(*value.as_deferred()) : nullptr) {
      d.note(fmt::format("it holds `{}` of `{}`, which is decrypted where it is used", sops->name.text(),
                         sops->sops->path));
      d.with_help(fmt::format("{}; in Terraform it wants a `secret<{}>`", kSopsWaysOut, print_type(type)));
    } else {
      d.with_help(
          fmt::format("declare it `deferred<{}>`, if everything that reads it can wait", print_type(type)));
    }
    return poison();
  }

  Value result = value;
  switch (type->kind) {
    case TypeKind::null:
      if (!value.is_null()) return mismatch();
      break;
    case TypeKind::boolean:
      if (!value.is(ValueKind::boolean)) return mismatch();
      break;
    case TypeKind::integer:
      if (value.is(ValueKind::floating)) {
        double whole = std::trunc(value.as_float());
        if (whole != value.as_float()) return mismatch("`floor(…)` or `ceil(…)` makes it whole");
        if (!(whole >= -9.2233720368547758e18 && whole < 9.2233720368547758e18)) return mismatch();
        result = Value::integer(static_cast<std::int64_t>(whole));
      } else if (!value.is(ValueKind::integer)) {
        return mismatch();
      }
      break;
    case TypeKind::floating:
      if (value.is(ValueKind::integer)) {
        result = Value::floating(static_cast<double>(value.as_int()));
      } else if (!value.is(ValueKind::floating)) {
        return mismatch();
      }
      break;
    case TypeKind::string:
      if (!value.is_string())
        return mismatch(value.is(ValueKind::integer) || value.is(ValueKind::floating) ||
                                value.is(ValueKind::boolean)
                            ? "interpolate it: `\"${…}\"`"
                            : "");
      break;
    case TypeKind::quantity: {
      const Quantity* q = nullptr;
      if (value.is(ValueKind::quantity)) {
        q = &value.as_quantity();
        if (q->dimension != type->dimension) return mismatch();
      } else if (type->dimension != Dimension::duration &&
                 (value.is(ValueKind::integer) || value.is(ValueKind::floating))) {
        std::string spelled =
            value.is(ValueKind::integer) ? fmt::format("{}", value.as_int()) : format_float(value.as_float());
        QuantityResult read = parse_quantity(spelled, type->dimension);
        if (!read.amount) return mismatch(read.error);
        q = arena_.make<Quantity>(type->dimension, *read.amount, std::string_view{});
      } else {
        return mismatch();
      }
      if (type->style) {
        auto styled = format_quantity_as(q->amount, q->dimension, type->style.text());
        if (!styled) {
          diagnostics_.error(Code::value_does_not_fit, span,
                             fmt::format("{} is {}, which `{}` cannot be written as exactly",
                                         subject(*this, slot), describe(value), print_type(type)));
          return poison();
        }
        q = arena_.make<Quantity>(q->dimension, q->amount, text(*styled), true);
      }
      result = Value::quantity(q);
      break;
    }
    case TypeKind::literal:
      if (!equal(value, type->literal)) return mismatch();
      break;
    case TypeKind::alternatives: {
      const Type* same_kind = nullptr;
      for (const Type* arm : type->alternatives) {
        if (is_of_type(value, arm)) return coerce(value, arm, span, slot);
        const Type* bare = strip(arm);
        bool kin = (bare->is(TypeKind::string) && value.is_string()) ||
                   (bare->is(TypeKind::quantity) && value.is(ValueKind::quantity));
        if (kin && same_kind == nullptr) same_kind = arm;
      }
      if (same_kind != nullptr) return coerce(value, same_kind, span, slot);
      if (value.is_string() && std::ranges::any_of(type->alternatives, [](const Type* arm) {
            return arm->is(TypeKind::literal) && arm->literal.is_string();
          })) {
        std::vector<std::string_view> words;
        for (const Type* arm : type->alternatives) {
          if (arm->is(TypeKind::literal) && arm->literal.is_string())
            words.push_back(arm->literal.as_string());
        }
        if (auto near = closest(value.as_string(), words))
          return mismatch(fmt::format("did you mean `\"{}\"`?", *near));
      }
      return mismatch();
    }
    case TypeKind::list:
    case TypeKind::set: {
      std::vector<Value> items;
      if (value.is(ValueKind::list)) {
        items.assign(value.as_list().items.begin(), value.as_list().items.end());
      } else if (value.is_object() && value.as_object()->type->is(TypeKind::keyed_list)) {
        std::vector<std::pair<Value, Value>> pairs;
        if (!iterate(value, span, pairs)) return poison();
        for (auto& [key, item] : pairs) items.push_back(item);
      } else {
        return mismatch();
      }
      std::vector<Value> typed;
      typed.reserve(items.size());
      ValueSet seen;
      bool failed = false;
      for (const Value& item : items) {
        SourceSpan at =
            item.origin() != nullptr && item.origin()->expression.valid() ? item.origin()->expression : span;
        Value one = coerce(item, type->element, at, slot);
        if (one.is_poison()) {
          failed = true;
          continue;
        }
        // What stands alone is not looked into.
        if (type->is(TypeKind::set) && items.size() > 1 && !seen.insert(comparable(one))) continue;
        typed.push_back(one.with_origin(item.origin()));
      }
      if (failed) return poison();
      result = Value::list(arena_.make<ListValue>(arena_.copy(typed)));
      break;
    }
    case TypeKind::keyed_list: {
      if (value.is_object() && value.as_object()->type->is(TypeKind::keyed_list)) break;
      if (!value.is(ValueKind::list)) return mismatch();
      const StackEntry* from = slot != nullptr && slot->at < slot->contributions.size()
                                   ? slot->contributions[slot->at].from
                                   : nullptr;
      result =
          make_keyed_list(type, value.as_list().items, span, slot != nullptr ? *slot : SlotContext{}, from);
      if (result.is_poison()) return result;
      break;
    }
    case TypeKind::map: {
      if (value.is(ValueKind::map)) {
        result = Value::object(object_of_map(type, &value.as_map(), span));
        break;
      }
      if (!value.is_object() || value.as_object()->type->is(TypeKind::keyed_list)) return mismatch();
      EvalObject& object = *value.as_object();
      if (object.type == type) break;
      if (object.record() != nullptr) {
        Value frozen = freeze(value, span);
        if (frozen.is_poison()) return frozen;
        result = Value::object(object_of_map(type, &frozen.as_map(), span));
      } else {
        result = Value::object(clone(object, type));
      }
      break;
    }
    case TypeKind::record: {
      if (value.is(ValueKind::map) || (value.is_object() && value.as_object()->record() == nullptr)) {
        // `any` becomes a record: its keys must be fields.
        if (type->record->is_abstract) return mismatch("construct one with the type's name");
        std::vector<std::pair<Value, Value>> pairs;
        if (value.is(ValueKind::map)) {
          for (const MapEntry& entry : value.as_map().entries)
            pairs.emplace_back(Value::string(entry.key), entry.value);
        } else if (!value.as_object()->type->is(TypeKind::any)) {
          return mismatch();
        } else {
          if (!ensure_table(*value.as_object(), span)) return poison();
          for (Name key : value.as_object()->table->index.names())
            pairs.emplace_back(Value::string(key), Value{});
        }
        for (auto& [key, item] : pairs) {
          if (type->record->find(intern(key.as_string())) != nullptr) continue;
          auto& d =
              diagnostics_.error(Code::no_such_field_value, span,
                                 fmt::format("`{}` has no field `{}`", print_type(type), key.as_string()));
          d.label(type->record->span, "declared here");
          return poison();
        }
        result = Value::object(value.is(ValueKind::map) ? object_of_map(type, &value.as_map(), span)
                                                        : clone(*value.as_object(), type));
        break;
      }
      if (value.is(ValueKind::reference)) return mismatch("a copy is made by `… with { }`");
      if (!value.is_object() || !value.as_object()->record()->derives_from(type->record)) return mismatch();
      break;
    }
    case TypeKind::reference:
    case TypeKind::enclosing:
      if (!is_of_type(value, type)) return mismatch();
      result = Value::reference(value.as_object());
      break;
    default:
      return mismatch();
  }
  if (!check_refinement(result, type, span, slot)) return poison();
  return result.with_labels(value.labels()).with_origin(value.origin());
}

}  // namespace flux
