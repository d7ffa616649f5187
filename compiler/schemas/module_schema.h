// What a Terraform module takes and gives: the `variable` and `output` blocks of its files. All else in them
// is skipped. See https://developer.hashicorp.com/terraform/language/syntax/configuration
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "schemas/json_schema.h"
#include "schemas/schema.h"

namespace flux {

/// A `variable` or `output` block; texts are as they stand in the file, empty where they do not.
struct ModuleBlock {
  bool is_variable = true;
  std::string_view name, type, default_value, sensitive, description;

  /// The block as HCL, without its description.
  std::string text() const;
};

/// The blocks of one `.tf` file, which they refer to. What is no HCL ends the reading, with a note.
std::vector<ModuleBlock> module_blocks(std::string_view path, std::string_view text,
                                       std::vector<SchemaNote>& notes);

struct ModuleSchema {
  /// The variables; one without a default is required. With `source`, `version` and `providers`, which every
  /// `module` block takes.
  const TerraformBody* inputs = nullptr;
  const TerraformBody* outputs = nullptr;
};

/// What a module exports: `Inputs` and `Outputs`.
inline constexpr std::size_t kModuleTypes = 2;

/// Collects the blocks of a module's files; nodes lie in the arena.
class ModuleReader {
public:
  ModuleReader(Arena& arena, std::vector<SchemaNote>& notes) : arena_(arena), notes_(notes) {}

  /// One `.tf` file.
  void read(std::string_view path, std::string_view text);
  ModuleSchema finish();

private:
  Arena& arena_;
  std::vector<SchemaNote>& notes_;
  std::vector<TerraformAttribute> variables_, outputs_;
};

}  // namespace flux
