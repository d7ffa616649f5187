#include "types/type.h"

#include <fmt/format.h>

#include <algorithm>

namespace flux {

namespace {

/// As the source writes it: a `/` in it would end it.
std::string regex_literal(std::string_view text) {
  std::string literal = "/";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size())
      literal += text[i++];
    else if (text[i] == '/')
      literal += '\\';
    literal += text[i];
  }
  return literal + '/';
}

std::string print_bound(const Type* type, double value, std::int64_t exact) {
  if (type->is(TypeKind::quantity)) return format_quantity(exact, type->dimension);
  if (type->is(TypeKind::floating)) return format_float(value);
  return fmt::format("{}", exact);
}

std::string print_bounds(const Type* type, const Bounds& bounds) {
  std::string low = bounds.has_low ? print_bound(type, bounds.low, bounds.low_int) : "";
  std::string high = bounds.has_high ? print_bound(type, bounds.high, bounds.high_int) : "";
  return low == high ? low : low + ".." + high;
}

std::string print_length(const Bounds& bounds) {
  static const Type length_type{.kind = TypeKind::integer};
  return "len " + print_bounds(&length_type, bounds);
}

std::string with_refinement(std::string text, const Type* type) {
  if (type->refinement == nullptr) return text;
  std::vector<std::string> parts;
  for (const Pattern& pattern : type->refinement->patterns) parts.push_back(regex_literal(pattern.text));
  if (type->refinement->has_range()) parts.push_back(print_bounds(type, type->refinement->range));
  if (type->refinement->has_length()) parts.push_back(print_length(type->refinement->length));
  return fmt::format("{}({})", text, fmt::join(parts, ", "));
}

std::string print_structure(const Type* type) {
  switch (type->kind) {
    case TypeKind::error:
      return "?";
    case TypeKind::any:
      return "any";
    case TypeKind::null:
      return "null";
    case TypeKind::boolean:
      return "bool";
    case TypeKind::integer:
      return "int";
    case TypeKind::floating:
      return "float";
    case TypeKind::string:
      return "string";
    case TypeKind::quantity:
      return std::string{dimension_name(type->dimension)};
    case TypeKind::literal:
      return describe(type->literal);
    case TypeKind::list:
      return fmt::format("list<{}>", print_type(type->element));
    case TypeKind::set:
      return fmt::format("set<{}>", print_type(type->element));
    case TypeKind::keyed_list:
      return fmt::format("list<{} by {}>", print_type(type->element), type->by.text());
    case TypeKind::map:
      return fmt::format("map<{}, {}>", print_type(type->key), print_type(type->element));
    case TypeKind::record: {
      if (!type->record->name.text().empty()) return type->record->name.str();
      std::vector<std::string> fields;
      for (const Field& field : type->record->fields) {
        fields.push_back(
            fmt::format("{}{}: {}", field.name.text(), field.optional ? "?" : "", print_type(field.type)));
      }
      return fields.empty() ? "{ }" : fmt::format("{{ {} }}", fmt::join(fields, ", "));
    }
    case TypeKind::nullable:
      return print_type(type->element) + "?";
    case TypeKind::alternatives: {
      std::vector<std::string> arms;
      for (const Type* arm : type->alternatives) arms.push_back(print_type(arm));
      return fmt::format("{}", fmt::join(arms, " | "));
    }
    case TypeKind::reference:
      return fmt::format("ref<{}>", print_type(type->element));
    case TypeKind::enclosing:
      return fmt::format("enclosing<{}>", print_type(type->element));
    case TypeKind::deferred:
      return fmt::format("deferred<{}>", print_type(type->element));
    case TypeKind::secret:
      return fmt::format("secret<{}>", print_type(type->element));
  }
  return "?";
}

bool is_number(const Type* type) {
  return type->is(TypeKind::integer) || type->is(TypeKind::floating);
}

/// A literal type as one of a wider kind: `"a"` is a string.
bool literal_fits(const Value& literal, const Type* to) {
  switch (to->kind) {
    case TypeKind::boolean:
      return literal.is(ValueKind::boolean);
    case TypeKind::integer:
      return literal.is(ValueKind::integer) || literal.is(ValueKind::floating);
    case TypeKind::floating:
      return literal.is(ValueKind::integer) || literal.is(ValueKind::floating);
    case TypeKind::string:
      return literal.is(ValueKind::string);
    case TypeKind::quantity:
      return false;
    case TypeKind::literal:
      return equal(literal, to->literal);
    default:
      return false;
  }
}

/// A wider kind into a literal type: the value decides.
bool may_be_literal(const Type* from, const Value& literal) {
  switch (from->kind) {
    case TypeKind::boolean:
      return literal.is(ValueKind::boolean);
    case TypeKind::integer:
    case TypeKind::floating:
      return literal.is(ValueKind::integer) || literal.is(ValueKind::floating);
    case TypeKind::string:
      return literal.is(ValueKind::string);
    default:
      return false;
  }
}

bool is_collection(const Type* type) {
  return type->is(TypeKind::list) || type->is(TypeKind::set) || type->is(TypeKind::keyed_list);
}

bool fit(const Type* from, const Type* to) {
  if (from == to || from->is(TypeKind::error) || to->is(TypeKind::error) || from->is(TypeKind::any) ||
      to->is(TypeKind::any)) {
    return true;
  }
  // Labels first: secret passes through (sinks decide), deferred only where it is awaited.
  if (from->is(TypeKind::secret)) return fit(from->element, to);
  if (to->is(TypeKind::secret)) return fit(from, to->element);
  if (to->is(TypeKind::deferred))
    return fit(from->is(TypeKind::deferred) ? from->element : from, to->element);
  if (from->is(TypeKind::deferred)) {
    const Type* slot = strip_nullable(to);
    return slot->may_wait && fit(from->element, slot);
  }

  if (from->is(TypeKind::alternatives)) {
    return std::ranges::all_of(from->alternatives, [&](const Type* arm) { return fit(arm, to); });
  }
  if (from->is(TypeKind::nullable)) {
    if (to->is(TypeKind::nullable)) return fit(from->element, to->element);
    if (to->is(TypeKind::alternatives)) {
      bool takes_null = std::ranges::any_of(to->alternatives, [](const Type* arm) {
        return arm->is(TypeKind::null) || arm->is(TypeKind::nullable);
      });
      return takes_null && fit(from->element, to);
    }
    return false;
  }
  if (to->is(TypeKind::nullable)) return from->is(TypeKind::null) || fit(from, to->element);
  if (to->is(TypeKind::alternatives)) {
    return std::ranges::any_of(to->alternatives, [&](const Type* arm) { return fit(from, arm); });
  }
  if (from->is(TypeKind::literal)) return literal_fits(from->literal, to);
  if (to->is(TypeKind::literal)) return may_be_literal(from, to->literal);

  switch (to->kind) {
    case TypeKind::integer:
    case TypeKind::floating:
      return is_number(from);
    case TypeKind::quantity:
      // Bare numbers: cores, bytes and percent; a duration wants a unit.
      return (from->is(TypeKind::quantity) && from->dimension == to->dimension) ||
             (is_number(from) && to->dimension != Dimension::duration);
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::keyed_list:
      return is_collection(from) && fit(from->element, to->element);
    case TypeKind::map:
      if (from->is(TypeKind::map)) return fit(from->key, to->key) && fit(from->element, to->element);
      return from->is(TypeKind::record) && std::ranges::all_of(from->record->fields, [&](const Field& field) {
               return fit(field.type, to->element);
             });
    case TypeKind::record:
      if (from->is(TypeKind::reference) || from->is(TypeKind::enclosing)) return false;
      return from->is(TypeKind::record) && from->record->derives_from(to->record);
    case TypeKind::reference:
      if (from->is(TypeKind::reference) || from->is(TypeKind::enclosing))
        return fit(from->element, to->element);
      return fit(from, to->element);
    case TypeKind::enclosing:
      return from->is(TypeKind::enclosing) && fit(from->element, to->element);
    default:
      return from->kind == to->kind;
  }
}

}  // namespace

std::string print_type(const Type* type) {
  std::string text = type->alias ? type->alias.str() : with_refinement(print_structure(type), type);
  if (type->style) text += fmt::format(" as {}", type->style.text());
  return text;
}

const Type* strip_nullable(const Type* type) {
  while (type->is(TypeKind::nullable)) type = type->element;
  return type;
}

const Type* strip(const Type* type) {
  while (type->is(TypeKind::nullable) || type->is(TypeKind::deferred) || type->is(TypeKind::secret))
    type = type->element;
  return type;
}

Fit fits(const Type* from, const Type* to) {
  return fit(from, to) ? Fit::yes : Fit::no;
}

}  // namespace flux
