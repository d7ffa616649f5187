// Lists under construction, one stack for each kind of element: a rule notes where its list begins, pushes,
// and takes everything above the mark when it is complete.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "base/arena.h"

namespace flux::syntax {

template <typename... Ts>
class ScratchStacks {
public:
  using Marks = std::array<std::uint32_t, sizeof...(Ts)>;

  template <typename T>
  std::vector<T>& of() {
    return std::get<std::vector<T>>(stacks_);
  }
  template <typename T>
  std::size_t mark() {
    return of<T>().size();
  }
  /// The elements from `mark` on, moved into the arena.
  template <typename T>
  std::span<const T> take(std::size_t mark, Arena& arena) {
    std::vector<T>& stack = of<T>();
    const std::span<const T> taken = arena.copy(std::span<const T>(stack).subspan(mark));
    stack.resize(mark);
    return taken;
  }

  Marks marks() { return {static_cast<std::uint32_t>(of<Ts>().size())...}; }
  /// Forgets what was begun since: a syntax error left it half done.
  void restore(const Marks& marks) {
    std::size_t i = 0;
    (of<Ts>().resize(marks[i++]), ...);
  }

private:
  std::tuple<std::vector<Ts>...> stacks_;
};

}  // namespace flux::syntax
