// A SOPS file as a tree, whatever its format: the data, and what SOPS says of it.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "source/source_manager.h"
#include "yaml/yaml_reader.h"

namespace flux::sops {

enum class Format : std::uint8_t { yaml, json, dotenv };

/// By the end of the path, as SOPS does; nothing for the formats that are not read here.
std::optional<Format> format_of(std::string_view path);
/// `yaml`, `json` or `dotenv`: what SOPS and its Terraform provider call it.
std::string_view name_of(Format format);

struct Document {
  Format format;
  const YamlNode* data;      ///< a mapping, without `sops`
  const YamlNode* metadata;  ///< a mapping: what stands under `sops`
};

/// Nothing after an error (E1101 and its like, E5201). Every value in the file is concealed first: until it
/// is known to be encrypted, it may be a secret.
std::optional<Document> read_document(FileId file, Format format, SourceManager& sources, Arena& arena,
                                      Diagnostics& diagnostics);

/// The lines of a dotenv file as a mapping; a key that SOPS has flattened (`a__list_0__map_b`) stays as it
/// is.
const YamlNode* read_dotenv(std::string_view text, FileId file, Arena& arena, Diagnostics& diagnostics);

}  // namespace flux::sops
