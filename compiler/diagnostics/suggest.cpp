#include "diagnostics/suggest.h"

#include <algorithm>
#include <array>
#include <string>

namespace flux {
namespace {

constexpr std::size_t kLongestWord = 64;  // longer ones are looked up by their folded spelling alone
constexpr std::size_t kManyCandidates = 10'000;
constexpr std::size_t kShortestBegin = 3;  // `is_ready` does not mean `is`

/// The spelling without case, `-` and `_`.
std::string fold(std::string_view word) {
  std::string folded;
  for (const char c : word) {
    if (c == '-' || c == '_') continue;
    folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return folded;
}

/// The edits (insert, delete, replace, swap neighbours) that turn `a` into `b`, or anything above `limit`
/// where they are more. Damerau-Levenshtein in the restricted form, where no part is edited twice. Both have
/// at most kLongestWord bytes.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  using Row = std::array<std::size_t, kLongestWord + 1>;
  std::array<Row, 3> rows;
  Row* two_before = &rows[0];
  Row* before = &rows[1];
  Row* row = &rows[2];
  for (std::size_t j = 0; j <= b.size(); ++j) (*before)[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    (*row)[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = (*before)[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      std::size_t cost = std::min({(*before)[j] + 1, (*row)[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost = std::min(cost, (*two_before)[j - 2] + 1);
      (*row)[j] = cost;
      least = std::min(least, cost);
    }
    if (least > limit) return least;
    Row* oldest = two_before;
    two_before = before;
    before = row;
    row = oldest;
  }
  return (*before)[b.size()];
}

/// True when a misspelling of `word` could begin like this: with its first letter, or with its first two
/// swapped or the first left out.
bool begins_alike(std::string_view word, std::string_view candidate) {
  return word.substr(0, 2).find(candidate.front()) != std::string_view::npos;
}

/// True where `word` is `candidate` with more words behind it: `cpu_cores`, `cpu-cores` and `cpuCores` of
/// `cpu`.
bool goes_on(std::string_view word, std::string_view candidate) {
  if (candidate.size() < kShortestBegin || word.size() <= candidate.size()) return false;
  const char next = word[candidate.size()];
  return word.substr(0, candidate.size()) == candidate &&
         (next == '_' || next == '-' || (next >= 'A' && next <= 'Z'));
}

}  // namespace

std::optional<std::string_view> closest_of(std::string_view word,
                                           const std::vector<std::string_view>& candidates) {
  const std::string folded = fold(word);
  if (folded.empty()) return std::nullopt;
  // Not the whole of a short word: `x` is no misspelling of `y`.
  const std::size_t limit = folded.size() > kLongestWord
                                ? 0
                                : std::min(std::max<std::size_t>(folded.size() / 3, 1), folded.size() - 1);
  const bool many = candidates.size() > kManyCandidates;

  std::optional<std::string_view> best;
  std::size_t best_distance = limit;
  for (const std::string_view candidate : candidates) {
    if (candidate == word || candidate.empty()) continue;
    // Not worth folding: it could be near only if it consisted mostly of dashes.
    if (candidate.size() > 2 * (word.size() + limit)) continue;
    const std::string other = fold(candidate);
    const std::size_t shorter = std::min(folded.size(), other.size());
    if (other.empty() || std::max(folded.size(), other.size()) - shorter > best_distance) continue;
    std::size_t distance = 0;
    if (other != folded) {
      if (best_distance == 0 || other.size() > kLongestWord || (many && !begins_alike(folded, other)))
        continue;
      distance = edit_distance(folded, other, best_distance);
    }
    const bool nearer =
        distance < best_distance || (distance == best_distance && (!best || candidate < *best));
    if (!nearer) continue;
    best = candidate;
    best_distance = distance;
  }
  if (best) return best;
  for (const std::string_view candidate : candidates) {
    if (goes_on(word, candidate) && (!best || candidate.size() > best->size())) best = candidate;
  }
  return best;
}

}  // namespace flux
