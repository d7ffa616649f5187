// Types of the language, made of what tools' schemas say.
//
// They are for what is known before a value is: names, kinds, what is a list. Bounds, patterns and the
// combinations of JSON Schema speak of whole values, and `validate` has them. So a type made here admits
// whatever the schema admits, and may admit more: where a schema says what no type can, it is `any`.
#pragma once

#include <string_view>
#include <unordered_map>

#include "schemas/schema.h"
#include "types/type_table.h"

namespace flux {

/// Makes each type once; schemas refer to themselves. Used by the thread that owns the table.
class SchemaTypes {
public:
  explicit SchemaTypes(TypeTable& types);

  /// The type of a value that is written for `schema`. Its records are called `name`, and within it
  /// `name.field`.
  const Type* of(const Schema& schema, std::string_view name);

  /// As `of`, for the values of a chart: each may be one that Terraform has yet to tell.
  const Type* values(const Schema& schema, std::string_view name);

  /// What a reference to a Terraform block has: every attribute, those that the provider tells among them,
  /// and nested blocks as the objects and lists that Terraform makes of them.
  const Type* of(const TerraformBody& body, std::string_view name);

  /// The type of a value that Terraform tells, rather than one that is written.
  const Type* told(const Schema& schema, std::string_view name);

private:
  const Type* made(const Schema& schema, std::string_view name);
  const Type* slot(const Type* type);
  const Type* record(const Schema& schema, std::string_view name);
  const Type* block(const TerraformBody& body, std::string_view name);
  const Type* items(const Schema& schema, std::string_view name);

  TypeTable& types_;
  const Type* text_;  ///< of text: where it is written quantities may stand, which are spelled for the tool
  bool may_wait_ = false;  ///< of slots that take what is known only after apply
  std::unordered_map<const void*, const Type*> known_;
};

}  // namespace flux
