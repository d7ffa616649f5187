// Passwords in the clear.
#pragma once

#include <string_view>

#include "ir/value.h"

namespace flux {

/// Whether `value` under `key` is a password that whoever can read the output can read: a text, not declared
/// secret, under a key that ends in `password`, `passwd` or `passphrase`, however it is spelt. A text with
/// `$` or `{{` is a hash or a reference that is filled in later; `true` and `false` are switches.
bool is_plain_password(std::string_view key, const Value& value);

}  // namespace flux
