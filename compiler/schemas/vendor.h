// A tool's schema as a project keeps it: only the types that are named, without prose, the same bytes each
// time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace flux {

enum class SchemaKind : std::uint8_t { terraform, chart, crd, openapi, module };

/// `terraform`, `chart`, `crd`, `openapi` or `module`.
std::string_view schema_kind_name(SchemaKind kind);
std::optional<SchemaKind> schema_kind_named(std::string_view name);

struct VendorRequest {
  SchemaKind kind = SchemaKind::terraform;
  std::string name;  ///< of the schema; where a dump has several providers, of the provider that is meant
  std::string from;  ///< where the bytes come from, as messages show it
  /// Types of a provider (`hcloud_server`, `data.hcloud_image`), or kinds (`Application`), with what those
  /// refer to; empty: all.
  std::vector<std::string> only;
  /// Places of a chart's values (`hubble.relay`, or `.` for all) that admit any name.
  std::vector<std::string> open;
  std::string version;  ///< of the tool; empty: what the source says
  /// Whether a type or place that is not there is passed over, rather than a mistake.
  bool lenient = false;
};

struct VendoredSchema {
  std::string text;
  std::string version;    ///< empty: not known
  std::size_t types = 0;  ///< that it describes
  /// A chart without a schema: `text` is its default values as they were, from which types are taken.
  bool is_example = false;
};

/// Takes the schema out of `bytes` (JSON or YAML, gzip or plain; of a module, HCL). Nothing, with a report:
/// E6104 when they are no schema of the kind, E6105 when a type or place is not there.
std::optional<VendoredSchema> vendor_schema(std::string_view bytes, const VendorRequest& request,
                                            Diagnostics& diagnostics);

}  // namespace flux
