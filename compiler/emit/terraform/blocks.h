// Reading the blocks of a program: items by name, labels, equality.
#pragma once

#include <string>
#include <string_view>

#include "ir/program.h"

namespace flux::terraform {

/// The attribute of that name; null when there is none.
const BlockItem* find_attribute(const Block& block, std::string_view name);

/// The text of an attribute that is a known string; empty otherwise.
std::string_view text_attribute(const Block& block, std::string_view name);

/// Whether the bodies say the same; documentation and places do not count.
bool same_body(const Block& a, const Block& b);
bool same_labels(const Block& a, const Block& b);

/// `resource proxmox_vm node`: a block as its author wrote it, for diagnostics.
std::string title_of(const TerraformBlock& block);

/// Where a value was written; `fallback` when nobody knows.
SourceSpan place_of(const Value& value, SourceSpan fallback);

}  // namespace flux::terraform
