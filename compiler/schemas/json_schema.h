// JSON Schema (draft-07, 2020-12) and the structural schemas of Kubernetes, read into `Schema` nodes.
//
// What a schema says that cannot be understood or contradicts itself is a note with the keyword and its
// place; the rest of the file stands.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "schemas/schema.h"
#include "schemas/schema_index.h"

namespace flux {

/// Something in a schema that is not checked.
struct SchemaNote {
  std::string at;  ///< `#/properties/image/pattern`
  std::string message;
};

class JsonSchemas {
public:
  /// The schema that a `$ref` to another file means, or null; the part behind `#` included.
  using Remote = std::function<const Schema*(std::string_view reference)>;

  /// `index` (of any format but Terraform's) and `arena` outlive it; nodes lie in `arena`.
  JsonSchemas(const SchemaIndex& index, Arena& arena, std::vector<SchemaNote>& notes, Remote remote);
  ~JsonSchemas();

  /// A definition of the index, made when first asked for; null when there is none of that name. For a
  /// definition of a Kubernetes kind, `status` is left out: it is the controller's to write.
  const Schema* definition(std::string_view name);
  /// What a pointer (`#/$defs/x`) in definition `name` means; null when there is nothing.
  const Schema* at_pointer(std::string_view name, std::string_view pointer);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flux
