#include "schemas/schema_index.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/content_hash.h"
#include "schemas/json.h"
#include "schemas/yaml_json.h"

namespace flux {

namespace {

/// Of the layout of cache files: another number is another file name, so that versions do not fight over one.
constexpr std::uint32_t kCacheVersion = 2;
constexpr char kMagic[8] = {'f', 'l', 'u', 'x', 'i', 'd', 'x', '\n'};

struct CacheHeader {
  char magic[8];
  std::uint64_t table_checksum;  ///< of the table
  std::uint64_t table_size;
  std::uint64_t content_size;  ///< follows the table
};

std::uint64_t checksum(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

// The table: lines of text are enough, it is some thousands of entries.
void put(std::string& to, std::uint64_t number) {
  to.append(reinterpret_cast<const char*>(&number), sizeof number);
}
void put(std::string& to, std::string_view text) {
  put(to, static_cast<std::uint64_t>(text.size()));
  to.append(text);
}
struct TableReader {
  std::string_view rest;
  bool ok = true;
  std::uint64_t number() {
    std::uint64_t value = 0;
    if (rest.size() < sizeof value) {
      ok = false;
      return 0;
    }
    std::memcpy(&value, rest.data(), sizeof value);
    rest.remove_prefix(sizeof value);
    return value;
  }
  std::string_view text() {
    std::uint64_t size = number();
    if (size > rest.size()) {
      ok = false;
      return {};
    }
    std::string_view value = rest.substr(0, size);
    rest.remove_prefix(size);
    return value;
  }
};

}  // namespace

std::optional<std::string> gunzip(std::string_view bytes, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return std::nullopt;
  std::string out;
  out.resize(std::min<std::size_t>(limit, std::max<std::size_t>(bytes.size() * 12, 1u << 16)));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), UINT32_MAX));
  std::size_t filled = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (filled == out.size()) {
      if (out.size() >= limit) break;
      out.resize(std::min(limit, out.size() * 2));
    }
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    stream.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size() - filled, UINT32_MAX));
    const uInt before = stream.avail_out;
    status = inflate(&stream, Z_NO_FLUSH);
    filled += before - stream.avail_out;
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END) return std::nullopt;
  out.resize(filled);
  return out;
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out;
  out.resize(deflateBound(&stream, bytes.size()));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(status == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

/// Finds the definitions of a schema file, whatever its format.
class Definitions : public JsonScanner {
public:
  using Keys = std::vector<std::string>;
  struct Found {
    std::string name;
    std::string_view json;
  };

  bool descend(const Keys& keys) override {
    if (keys.empty()) return true;
    if (keys[0] == "provider_schemas") {
      if (keys.size() == 2) providers.push_back(keys[1]);
      return keys.size() <= 2 || (keys.size() == 3 && !prefix(keys[2]).empty());
    }
    return keys[0] == "definitions"
               ? keys.size() == 1
               : keys[0] == "components" && (keys.size() == 1 || (keys.size() == 2 && keys[1] == "schemas"));
  }

  void object(const Keys& keys, std::string_view json) override {
    if (keys[0] == "provider_schemas") {
      if (keys.size() == 4) bodies.push_back({std::string{prefix(keys[2])} + keys[3], json});
      if (keys.size() == 3 && keys[2] == "provider") bodies.push_back({"provider", json});
    } else if (keys[0] == "definitions" ? keys.size() == 2 : keys[0] == "components" && keys.size() == 3) {
      definitions.push_back({keys.back(), json});
    }
  }

  void string(const Keys& keys, std::string_view value) override {
    if (keys.size() == 1 && keys[0] == "x_version") version = value;
  }

  void member(const Keys& keys) override {
    if (keys.size() != 1) return;
    terraform |= keys[0] == "provider_schemas";
    openapi |= keys[0] == "swagger" || keys[0] == "openapi";
  }

  std::vector<std::string> providers;
  std::vector<Found> bodies;       ///< of a provider
  std::vector<Found> definitions;  ///< of an OpenAPI, or of a JSON schema
  std::string version;
  bool terraform = false, openapi = false;

private:
  static std::string_view prefix(std::string_view section) {
    if (section == "resource_schemas") return "resource.";
    if (section == "data_source_schemas") return "data.";
    if (section == "ephemeral_resource_schemas") return "ephemeral.";
    return section == "functions" ? "function." : "";
  }
};

/// Takes a file apart, and keeps the result in the cache.
class SchemaIndexBuilder {
public:
  SchemaIndexBuilder(const SchemaIndexOptions& options, std::string& error)
      : options_(options), error_(error) {}

  std::unique_ptr<SchemaIndex> read(std::string_view bytes) {
    index_.reset(new SchemaIndex);
    index_->hash_ = content_hash(bytes);
    if (!options_.is_example && from_cache()) return std::move(index_);
    std::string text;
    if (bytes.starts_with("\x1f\x8b")) {
      auto plain = gunzip(bytes, kLargestSchema);
      if (!plain) return fail("it is not a whole gzip file, or larger than 256 MiB");
      text = std::move(*plain);
    } else {
      text = bytes;
    }
    if (options_.is_example) {
      index_->format_ = SchemaFormat::example;
      index_->content_ = index_->text_ = std::move(text);
      add("", index_->text_);
      return std::move(index_);
    }
    if (!take_apart(std::move(text))) return nullptr;
    std::ranges::sort(index_->entries_, {}, &SchemaIndex::Entry::name);
    index_->content_ = index_->text_;
    to_cache();
    return std::move(index_);
  }

private:
  std::unique_ptr<SchemaIndex> fail(std::string reason) {
    error_ = std::move(reason);
    return nullptr;
  }

  // ---- taking apart

  bool take_apart(std::string text) {
    std::size_t first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (first == std::string::npos) {
      error_ = "it is empty";
      return false;
    }
    if (text[first] != '{') {
      SchemaDocuments documents = schema_documents(text);
      if (!documents.error.empty()) {
        error_ = documents.error;
        return false;
      }
      if (!documents.crds.empty()) {
        take_crds(documents);
        return true;
      }
      text = std::move(documents.json);
    }
    index_->text_ = std::move(text);
    return take_json();
  }

  void take_crds(SchemaDocuments& documents) {
    index_->format_ = SchemaFormat::crds;
    index_->text_.clear();
    for (auto& [name, json] : documents.crds) {
      const std::size_t offset = index_->text_.size();
      index_->text_ += json;
      index_->text_ += '\n';
      index_->entries_.push_back({std::move(name), offset, json.size(), checksum(json)});
    }
  }

  void add(std::string name, std::string_view json) {
    index_->entries_.push_back({std::move(name), static_cast<std::size_t>(json.data() - index_->text_.data()),
                                json.size(), checksum(json)});
  }

  bool take_json() {
    Definitions found;
    if (!scan_json(index_->text_, found, error_)) return false;
    index_->version_ = found.version;
    if (found.terraform) {
      if (found.providers.size() != 1) {
        error_ = found.providers.empty() ? "it has no provider's schema"
                                         : "it has the schemas of several providers, and an import names one";
        return false;
      }
      index_->format_ = SchemaFormat::terraform;
      index_->source_ = found.providers[0];
      for (auto& [name, json] : found.bodies) add(std::move(name), json);
      return true;
    }
    if (found.openapi) {
      index_->format_ = SchemaFormat::openapi;
      for (auto& [name, json] : found.definitions) {
        add_kinds(json);
        add(std::move(name), json);
      }
      return true;
    }
    if (index_->text_.find("CustomResourceDefinition") != std::string::npos) {
      SchemaDocuments documents = schema_documents(index_->text_);
      if (!documents.crds.empty()) {
        take_crds(documents);
        return true;
      }
    }
    index_->format_ = SchemaFormat::json_schema;
    add("", index_->text_);
    return true;
  }

  /// The Kubernetes kinds that a definition is the schema of.
  void add_kinds(std::string_view definition) {
    static constexpr std::string_view kKinds = "x-kubernetes-group-version-kind";
    if (definition.find(kKinds) == std::string_view::npos) return;
    auto document = JsonDocument::parse(definition);
    JsonArray kinds;
    if (document == nullptr || !document->root()[kKinds].get(kinds)) return;
    for (JsonElement one : kinds) {
      std::string_view kind, group, version;
      if (one["kind"].get(kind) && one["group"].get(group) && one["version"].get(version))
        add(fmt::format("{}/{}/{}", kind, group, version), definition);
    }
  }

  // ---- the cache

  std::string cache_path() const {
    return options_.cache_folder + "/schemas/" + index_->hash_ + "." + std::to_string(kCacheVersion);
  }

  bool from_cache() {
    if (options_.cache_folder.empty()) return false;
    const int file = ::open(cache_path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return false;
    struct stat status {};
    void* mapped = MAP_FAILED;
    if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size > static_cast<off_t>(sizeof(CacheHeader))) {
      mapped = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file, 0);
    }
    ::close(file);
    if (mapped == MAP_FAILED) return false;
    index_->mapped_ = static_cast<const char*>(mapped);
    index_->mapped_size_ = static_cast<std::size_t>(status.st_size);
    if (read_table()) return true;
    ::munmap(mapped, index_->mapped_size_);
    std::string hash = std::move(index_->hash_);
    index_->mapped_ = nullptr;
    index_.reset(new SchemaIndex);
    index_->hash_ = std::move(hash);
    return false;
  }

  bool read_table() {
    CacheHeader header;
    std::memcpy(&header, index_->mapped_, sizeof header);
    const std::size_t rest = index_->mapped_size_ - sizeof header;
    if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.table_size > rest ||
        header.content_size != rest - header.table_size)
      return false;
    std::string_view table{index_->mapped_ + sizeof header, header.table_size};
    if (checksum(table) != header.table_checksum) return false;
    index_->content_ = {table.data() + table.size(), header.content_size};
    TableReader reader{table};
    const std::uint64_t format = reader.number();
    if (format > static_cast<std::uint64_t>(SchemaFormat::openapi)) return false;
    index_->format_ = static_cast<SchemaFormat>(format);
    index_->source_ = reader.text();
    index_->version_ = reader.text();
    const std::uint64_t count = reader.number();
    if (count > table.size()) return false;
    index_->entries_.reserve(count);
    for (std::uint64_t i = 0; i < count && reader.ok; ++i) {
      std::string_view name = reader.text();
      SchemaIndex::Entry entry{std::string{name}, reader.number(), reader.number(), reader.number()};
      if (entry.offset > header.content_size || entry.size > header.content_size - entry.offset) return false;
      index_->entries_.push_back(std::move(entry));
    }
    return reader.ok;
  }

  /// Written beside its name and moved there: parallel runs see nothing or the whole.
  void to_cache() {
    if (options_.cache_folder.empty()) return;
    std::string table;
    put(table, static_cast<std::uint64_t>(index_->format_));
    put(table, index_->source_);
    put(table, index_->version_);
    put(table, static_cast<std::uint64_t>(index_->entries_.size()));
    for (const SchemaIndex::Entry& entry : index_->entries_) {
      put(table, entry.name);
      put(table, static_cast<std::uint64_t>(entry.offset));
      put(table, static_cast<std::uint64_t>(entry.size));
      put(table, entry.checksum);
    }
    CacheHeader header{};
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.table_checksum = checksum(table);
    header.table_size = table.size();
    header.content_size = index_->text_.size();

    const std::string path = cache_path();
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path{path}.parent_path(), ignored);
    std::string staged = path + ".XXXXXX";
    const int file = ::mkostemp(staged.data(), O_CLOEXEC);
    if (file < 0) return;
    bool whole = write_all(file, {reinterpret_cast<const char*>(&header), sizeof header}) &&
                 write_all(file, table) && write_all(file, index_->text_);
    whole &= ::close(file) == 0;
    if (!whole || ::rename(staged.c_str(), path.c_str()) != 0) ::unlink(staged.c_str());
  }

  static bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file, bytes.data(), bytes.size());
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  const SchemaIndexOptions& options_;
  std::string& error_;
  std::unique_ptr<SchemaIndex> index_;
};

std::unique_ptr<SchemaIndex> SchemaIndex::read(std::string_view bytes, const SchemaIndexOptions& options,
                                               std::string& error) {
  return SchemaIndexBuilder{options, error}.read(bytes);
}

SchemaIndex::~SchemaIndex() {
  if (mapped_ != nullptr) ::munmap(const_cast<char*>(mapped_), mapped_size_);
}

std::optional<std::string_view> SchemaIndex::find(std::string_view name) const {
  auto at = std::ranges::lower_bound(entries_, name, {}, &Entry::name);
  if (at == entries_.end() || at->name != name) return std::nullopt;
  std::string_view json = content_.substr(at->offset, at->size);
  if (checksum(json) != at->checksum) return std::nullopt;
  return json;
}

}  // namespace flux
