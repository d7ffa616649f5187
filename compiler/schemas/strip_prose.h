// A tool's schema without what only people read. What a deprecated thing says of itself stays: it is shown.
#pragma once

#include <rapidjson/document.h>

namespace flux {

using JsonAllocator = rapidjson::Document::AllocatorType;

/// Of a resource, data source, provider or function in Terraform's format.
rapidjson::Value strip_terraform(const rapidjson::Value& schema, JsonAllocator& allocator);

/// Of a JSON schema, or a structural schema of Kubernetes.
rapidjson::Value strip_json_schema(const rapidjson::Value& schema, JsonAllocator& allocator);

}  // namespace flux
