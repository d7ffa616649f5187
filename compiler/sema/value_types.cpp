#include "sema/value_types.h"

#include <fmt/format.h>

#include <algorithm>

namespace flux {

TypeKind plain_kind(const Type* type) {
  type = strip(type);
  if (!type->is(TypeKind::literal)) return type->kind;
  if (type->literal.is_string()) return TypeKind::string;
  if (type->literal.is(ValueKind::boolean)) return TypeKind::boolean;
  return type->literal.is(ValueKind::integer) ? TypeKind::integer : TypeKind::floating;
}

bool has_secret(const Type* type) {
  while (type->is(TypeKind::nullable) || type->is(TypeKind::deferred)) type = type->element;
  if (type->is(TypeKind::alternatives))
    return std::any_of(type->alternatives.begin(), type->alternatives.end(), has_secret);
  return type->is(TypeKind::secret);
}

std::string phrase(const Type* type) {
  if (type->is(TypeKind::literal))
    return fmt::format("{} {}", kind_phrase(type->literal), describe(type->literal, 40));
  return fmt::format("`{}`", print_type(type));
}

const Type* follow(const Type* type) {
  type = strip(type);
  return type->is(TypeKind::reference) || type->is(TypeKind::enclosing) ? type->element : type;
}

}  // namespace flux
