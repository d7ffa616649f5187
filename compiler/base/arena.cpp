#include "base/arena.h"

#include <algorithm>

namespace flux {

namespace {
// Blocks grow with the arena, so that a small program takes little and a large one calls the system rarely.
constexpr std::size_t kFirstBlock = 16 * 1024;
constexpr std::size_t kLargestBlock = 1024 * 1024;
}  // namespace

void* Arena::allocate_slow(std::size_t size, std::size_t align) {
  std::size_t block = std::clamp(reserved_, kFirstBlock, kLargestBlock);
  block = std::max(block, size + align);
  blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
  reserved_ += block;
  next_ = blocks_.back().get();
  end_ = next_ + block;
  return allocate(size, align);
}

}  // namespace flux
