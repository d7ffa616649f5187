#include "sema/value_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

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

bool holds_secret(const Type* type) {
  std::vector<const Type*> open{type};
  std::unordered_set<const Type*> seen;
  while (!open.empty()) {
    const Type* at = open.back();
    open.pop_back();
    if (at == nullptr || !seen.insert(at).second) continue;
    if (at->is(TypeKind::secret)) return true;
    // What a reference leads to is not written there.
    if (at->is(TypeKind::reference) || at->is(TypeKind::enclosing)) continue;
    open.push_back(at->element);
    open.insert(open.end(), at->alternatives.begin(), at->alternatives.end());
    if (!at->is(TypeKind::record)) continue;
    for (const Field& field : at->record->fields) open.push_back(field.type);
  }
  return false;
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
