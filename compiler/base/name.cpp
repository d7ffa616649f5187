#include "base/name.h"

#include <array>
#include <mutex>
#include <unordered_map>

#include "base/arena.h"

namespace flux {

// Sharded by hash, so that environments evaluated in parallel rarely wait for each other.
class NameTable {
public:
  static NameTable& instance() {
    // Never destroyed: names may be read while other statics are torn down.
    static auto* table = new NameTable;
    return *table;
  }

  Name intern(std::string_view text) {
    auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
    Shard& shard = shards_[hash % shards_.size()];
    std::lock_guard lock(shard.mutex);
    if (auto found = shard.entries.find(text); found != shard.entries.end()) return Name{found->second};
    std::string_view kept = shard.arena.copy_text(text);
    if (kept.data() == nullptr) kept = "";
    auto* entry = shard.arena.make<Name::Entry>(kept.data(), static_cast<std::uint32_t>(kept.size()), hash);
    shard.entries.emplace(kept, entry);
    return Name{entry};
  }

private:
  struct Shard {
    std::mutex mutex;
    Arena arena;
    std::unordered_map<std::string_view, const Name::Entry*> entries;
  };
  std::array<Shard, 16> shards_;
};

Name intern(std::string_view text) {
  return NameTable::instance().intern(text);
}

}  // namespace flux
