// A chart without a schema, by its `values.yaml`: what the default values are says what values may be.
#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"
#include "schemas/schema.h"
#include "yaml/yaml_reader.h"

namespace flux {

/// What values like those of `root`, the tree of `text`, are: scalars of the same kind, mappings with the
/// same names and no others. Empty mappings and lists, nulls, and the objects in lists admit anything beside
/// what they show. Comments above a key are its documentation. Null always fits: Helm takes a default out by
/// it. Everything lies in `arena`.
const Schema* example_schema(const YamlNode& root, std::string_view text, Arena& arena);

/// `schema` with the names that `example` shows admitted beside its own, at every depth.
const Schema* with_example(const Schema& schema, const Schema& example, Arena& arena);

/// `values` with anything admitted under `names`; `known_too`: also where it says itself what stands there.
const Schema* with_open(const Schema& values, std::span<const Name> names, bool known_too, Arena& arena);

}  // namespace flux
