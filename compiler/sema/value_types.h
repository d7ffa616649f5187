// What the type of an expression says of its values, for checks and messages.
#pragma once

#include <string>

#include "types/type.h"

namespace flux {

/// The type whose shape a value of `type` has, for numbers and text: that of a literal is `string`,
/// `integer`, ….
TypeKind plain_kind(const Type* type);

/// A phrase for messages: `a string "x"`, `an int 3`, or the type's name.
std::string phrase(const Type* type);

/// Whether what is written where `type` is expected may be a secret: `secret<T>`, inside of other wrappers or
/// as one of several alternatives.
bool has_secret(const Type* type);

/// Whether some part of what is written where `type` is expected may be a secret: a field of a record, an
/// element, an entry.
bool holds_secret(const Type* type);

/// What a reference to a value of `type` leads to; the type itself when it is none.
const Type* follow(const Type* type);

}  // namespace flux
