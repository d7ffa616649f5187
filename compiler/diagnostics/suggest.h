// "did you mean": the name that a misspelt one most likely stands for.
#pragma once

#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

namespace flux {

/// The candidate nearest to `word`; when they all differ by more than about a third of it, the longest that
/// `word` begins with and goes on from with further words (`cpu_cores`: `cpu`), or none. Candidates
/// that differ only by case, `-` and `_` come first; of equally near ones the first in byte order is taken,
/// so that the order of the candidates never shows. `word` itself is never suggested. The cost grows with the
/// number of candidates only; of many, those that begin with other letters are not compared.
std::optional<std::string_view> closest_of(std::string_view word,
                                           const std::vector<std::string_view>& candidates);

/// The same for any range whose elements convert to views of text that outlives the answer.
template <typename Range>
std::optional<std::string_view> closest(std::string_view word, const Range& candidates) {
  const std::vector<std::string_view> views(std::begin(candidates), std::end(candidates));
  return closest_of(word, views);
}

}  // namespace flux
