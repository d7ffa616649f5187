// Reading the frozen body of a document by field names.
//
// Every reader accepts what it cannot read, a missing field or a field of what is no map, and answers with
// nothing: a rule then says what it expected, once. Absent and null count as missing, as Kubernetes and Argo
// CD have it.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "ir/program.h"

namespace flux {

/// The field of a map, or null.
const Value* find_field(const Value* map, std::string_view key);
/// The field at the end of a path of fields, or null.
const Value* find_field(const Value* map, std::initializer_list<std::string_view> path);

/// The field where it is a string; else empty.
std::string_view text_field(const Value* map, std::string_view key);
/// The value where it is a string; else empty.
std::string_view text_of(const Value* value);
/// The items of a list; none for everything else.
std::span<const Value> items_of(const Value* value);
/// The entries of a map; none for everything else.
std::span<const MapEntry> entries_of(const Value* value);
bool is_true(const Value* value);

/// The place to point at when a value is wrong: the member that set it; `fallback` where none is known.
SourceSpan place_of(const Value* value, SourceSpan fallback);

/// The place where a value came up that fields may have passed on since: what to mend, and not where it
/// arrived.
SourceSpan source_of(const Value* value, SourceSpan fallback);

}  // namespace flux
