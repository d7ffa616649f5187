// What a Terraform module takes and gives: the `variable` and `output` blocks of its files. All else in them
// is skipped. See https://developer.hashicorp.com/terraform/language/syntax/configuration
#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "schemas/json_schema.h"
#include "schemas/schema.h"

namespace flux {

struct ModuleSchema {
  /// The variables; one without a default is required. With `source`, `version` and `providers`, which every
  /// `module` block takes.
  const TerraformBody* inputs = nullptr;
  const TerraformBody* outputs = nullptr;
};

/// Collects the blocks of a module's files; nodes lie in the arena.
class ModuleReader {
public:
  ModuleReader(Arena& arena, std::vector<SchemaNote>& notes) : arena_(arena), notes_(notes) {}

  /// One `.tf` file. What is no HCL ends the reading of that file, with a note.
  void read(std::string_view path, std::string_view text);
  ModuleSchema finish();

private:
  Arena& arena_;
  std::vector<SchemaNote>& notes_;
  std::vector<TerraformAttribute> variables_, outputs_;
};

}  // namespace flux
