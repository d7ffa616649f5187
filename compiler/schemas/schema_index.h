// The definitions of a schema file by name, each as JSON text, found without reading the others.
//
// A provider's schema has thousands of types of which a program uses a few. The file is taken apart once: its
// content, decompressed and as JSON, goes into the user's cache folder under the hash of the file, with a
// table of where each definition stands and a checksum of each. Later runs map that file. A cache that is
// missing, cannot be written, is of another version or does not match its checksums is as if there were none.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flux {

enum class SchemaFormat : std::uint8_t {
  terraform,    ///< `terraform providers schema -json`; definitions `resource.T`, `data.T`, `ephemeral.T`,
                ///< `provider`
  json_schema,  ///< one definition, with an empty name
  crds,         ///< CustomResourceDefinitions; definitions `Kind/group/version`
  example,      ///< a chart's default values, as YAML; one definition, with an empty name
  openapi,      ///< Kubernetes OpenAPI, v2 or v3; definitions by their own names, and `Kind/group/version`
};

struct SchemaIndexOptions {
  std::string cache_folder;  ///< empty: nothing is cached
  bool is_example = false;   ///< the file is no schema but a chart's default values
};

class SchemaIndex {
public:
  struct Entry {
    std::string name;
    std::size_t offset, size;
    std::uint64_t checksum;
  };

  /// Takes `bytes`, a file's content, apart: JSON or YAML, gzip or plain. On failure the reason stands in
  /// `error` and the result is null.
  static std::unique_ptr<SchemaIndex> read(std::string_view bytes, const SchemaIndexOptions& options,
                                           std::string& error);
  ~SchemaIndex();

  SchemaFormat format() const { return format_; }
  /// Terraform: the provider's source address, such as `HOST/hetznercloud/hcloud`.
  const std::string& source() const { return source_; }
  /// Of the tool that the schema was taken from, where the file says so; else empty.
  const std::string& version() const { return version_; }
  /// SHA-256 of the file, in hexadecimal.
  const std::string& hash() const { return hash_; }
  /// Sorted by name.
  const std::vector<Entry>& entries() const { return entries_; }
  /// The JSON text of a definition.
  std::optional<std::string_view> find(std::string_view name) const;

private:
  friend class SchemaIndexBuilder;
  SchemaIndex() = default;

  SchemaFormat format_ = SchemaFormat::json_schema;
  std::string source_, version_, hash_;
  std::vector<Entry> entries_;
  std::string text_;              ///< owned content, or …
  const char* mapped_ = nullptr;  ///< … the cache file's
  std::size_t mapped_size_ = 0;
  std::string_view content_;
};

/// A schema, decompressed, is at most so large; Cloudflare's provider has 3 MB, Kubernetes' OpenAPI 4 MB.
inline constexpr std::size_t kLargestSchema = 256u << 20;

/// `bytes`, decompressed when they are gzip; nothing when that fails or the result would exceed `limit`
/// bytes.
std::optional<std::string> gunzip(std::string_view bytes, std::size_t limit);

/// `bytes` as a gzip file that names no time and no file; empty when there is no memory for it.
std::string gzip(std::string_view bytes);

}  // namespace flux
