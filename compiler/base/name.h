// Interned names: equal text is the same pointer, so that comparing and hashing a name never reads it.
//
// The table is process-wide and thread-safe, and never forgets. Names order by their bytes, never by address,
// wherever order can be seen.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace flux {

class Name {
public:
  constexpr Name() = default;

  /// The empty name is a valid name; a default-constructed Name is none at all.
  explicit operator bool() const { return entry_ != nullptr; }
  std::string_view text() const {
    return entry_ == nullptr ? std::string_view{} : std::string_view{entry_->data, entry_->size};
  }
  std::string str() const { return std::string{text()}; }
  std::uint32_t hash() const { return entry_ == nullptr ? 0 : entry_->hash; }

  friend bool operator==(Name, Name) = default;
  /// Bytewise, as HCL orders its keys.
  friend bool operator<(Name a, Name b) { return a.text() < b.text(); }

private:
  struct Entry {
    const char* data;
    std::uint32_t size;
    std::uint32_t hash;
  };
  friend class NameTable;
  friend Name intern(std::string_view);
  explicit constexpr Name(const Entry* entry) : entry_(entry) {}

  const Entry* entry_ = nullptr;
};

/// The one Name of `text`.
Name intern(std::string_view text);

}  // namespace flux

template <>
struct std::hash<flux::Name> {
  std::size_t operator()(flux::Name name) const noexcept { return name.hash(); }
};
