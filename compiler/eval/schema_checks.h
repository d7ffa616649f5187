// What is emitted, against the schemas of the tools that will read it.
#pragma once

#include <vector>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "schemas/schema_set.h"
#include "schemas/validate.h"
#include "source/source_manager.h"

namespace flux {

class SchemaChecks {
public:
  /// All outlive it; `arena` holds the blocks that it makes.
  SchemaChecks(SchemaSet& schemas, const SourceManager& sources, Diagnostics& diagnostics, Arena& arena)
      : schemas_(schemas), sources_(sources), diagnostics_(diagnostics), arena_(arena) {}

  /// The schema of a `resource`, `data`, `ephemeral` or `provider`; null when there is none. A type that a
  /// provider with a schema does not have is reported.
  const TerraformBody* body_of(Name head, std::span<const std::string_view> labels, SourceSpan span);
  /// `items` as the schema wants them: `x = {…}` or `x = [{…}]` in the place of nested blocks becomes blocks,
  /// `x { }` in the place of an object becomes an attribute. What does not fit is reported. `top`:
  /// meta-arguments may stand there; `span`: of the block, and `what` it is called.
  void conform(std::vector<BlockItem>& items, const TerraformBody& body, SourceSpan span,
               const std::string& what, bool top);

  /// A document of Helm or Kubernetes, when its chart or kind is known.
  void check_document(const Document& document);

  /// An argument of a provider's function, which is called by its full name.
  void check_argument(std::string_view function, std::size_t index, const Value& argument, SourceSpan span);

private:
  /// What is known of a value that Terraform will know.
  struct Shape {
    const TerraformBody* body = nullptr;
    const Schema* schema = nullptr;
    bool list = false;  ///< a list, set or map of bodies
  };
  BlockItem block_item(const BlockItem& from, const MapValue& map, const TerraformBody& body,
                       const std::string& what);
  /// A list of objects that Terraform takes as blocks too, when it is written so or lacks members that only
  /// blocks may leave out. False: it is an ordinary attribute.
  bool write_as_blocks(const BlockItem& item, const TerraformAttribute& attribute, const std::string& what,
                       std::vector<BlockItem>& into);
  /// A release is of the version that its chart's schema was taken from.
  void check_chart_version(std::string_view chart, const Value* version, SourceSpan release);
  /// The names that the elements of a list have which Terraform will know: as a comprehension writes them, or
  /// as the schema of the block has it that they are read from. Empty: not known.
  std::vector<Name> names_of_elements(const DeferredExpr& list, const TerraformBody& body);
  /// A `dynamic` block over the deferred list of `from`, whose content takes `names` from each element.
  BlockItem dynamic_item(const BlockItem& from, std::span<const Name> names, const TerraformBody& body,
                         const std::string& what);
  /// `ignore_changes` names what the resource has.
  void check_lifecycle(const Block& lifecycle, const TerraformBody& body, const std::string& what);
  Value object_of(const Block& block);
  void report(const std::vector<SchemaMistake>& mistakes, SourceSpan fallback, const std::string& what);
  void check_deferred(const Value& value, const Schema* wanted, const std::string& what);
  Shape shape_of(const DeferredExpr& expr);
  void unknown_argument(const BlockItem& item, const TerraformBody& body, const std::string& what);

  SchemaSet& schemas_;
  const SourceManager& sources_;
  Diagnostics& diagnostics_;
  Arena& arena_;
};

}  // namespace flux
