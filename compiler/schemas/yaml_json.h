// YAML that holds schemas, as JSON: CustomResourceDefinitions and the like come as YAML, in several
// documents.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/yaml_reader.h"

namespace flux {

struct SchemaDocuments {
  /// The schema of each version of each CustomResourceDefinition, as `Kind/group/version` and JSON.
  std::vector<std::pair<std::string, std::string>> crds;
  std::string json;   ///< of the first document, when there are no CustomResourceDefinitions
  std::string error;  ///< why the text cannot be read; else empty
};

/// Reads all documents of a YAML (or JSON) text.
SchemaDocuments schema_documents(std::string_view text);

/// `node` as JSON text; plain scalars are what YAML 1.2 says.
void append_json(const YamlNode& node, std::string& to);

}  // namespace flux
