// A bump allocator for the trees of one compilation.
//
// Nodes live until their arena dies and are never freed one by one, so only trivially destructible types
// may be made in it (checked at compile time). Not thread-safe: one arena has one writer; what it holds may
// be read by any number of threads once it has been filled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace flux {

class Arena {
public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  /// Raw storage; `align` must be a power of two. Never null.
  void* allocate(std::size_t size, std::size_t align) {
    auto at = (reinterpret_cast<std::uintptr_t>(next_) + (align - 1)) & ~(align - 1);
    if (next_ == nullptr || at + size > reinterpret_cast<std::uintptr_t>(end_))
      return allocate_slow(size, align);
    next_ = reinterpret_cast<std::byte*>(at + size);
    return reinterpret_cast<void*>(at);
  }

  template <typename T, typename... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena never runs destructors");
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  /// `count` value-initialised elements.
  template <typename T>
  std::span<T> make_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena never runs destructors");
    if (count == 0) return {};
    T* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (first + i) T{};
    return {first, count};
  }

  /// A copy of `items` that lives as long as the arena.
  template <typename Range>
  auto copy(const Range& items) {
    using T = std::remove_cvref_t<decltype(*std::data(items))>;
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (std::size(items) == 0) return std::span<T>{};
    T* first = static_cast<T*>(
        allocate(sizeof(T) * std::size(items), alignof(T)));  // NOLINT(bugprone-sizeof-expression)
    std::memcpy(static_cast<void*>(first), std::data(items),
                sizeof(T) * std::size(items));  // NOLINT(bugprone-sizeof-expression)
    return std::span<T>{first, std::size(items)};
  }

  std::string_view copy_text(std::string_view text) {
    if (text.empty()) return {};
    char* first = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(first, text.data(), text.size());
    return {first, text.size()};
  }

  /// Bytes taken from the system, for the memory budget.
  std::size_t bytes_reserved() const { return reserved_; }

private:
  void* allocate_slow(std::size_t size, std::size_t align);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  std::size_t reserved_ = 0;
};

}  // namespace flux
