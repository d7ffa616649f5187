// Whom a file is encrypted to: the keys that metadata and creation rules name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/source_span.h"
#include "yaml/yaml_reader.h"

namespace flux::sops {

struct Recipient {
  std::string_view kind;  ///< `age`, `pgp`, `kms`, `gcp_kms`, `azure_kv` or `hc_vault`
  std::string text;
  SourceSpan span;
};

/// Those of a creation rule, its key groups included, in the order written.
std::vector<Recipient> recipients_of_rule(const YamlNode& rule);
/// Those of a file's metadata.
std::vector<Recipient> recipients_of_metadata(const YamlNode& metadata);

/// Why nothing can be encrypted to the recipient, such as "it is no key of age"; empty where nothing speaks
/// against it.
std::string_view fault_of(const Recipient& recipient);

}  // namespace flux::sops
