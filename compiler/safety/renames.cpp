#include "safety/renames.h"

#include <algorithm>

#include "ir/path.h"

namespace flux {
namespace {

constexpr std::size_t kMostSpellings = 64;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Where `word` stands in `text` with no letter or digit beside it.
std::vector<std::size_t> occurrences(std::string_view text, std::string_view word) {
  std::vector<std::size_t> places;
  if (word.empty()) return places;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end])))
      places.push_back(at);
  }
  return places;
}

}  // namespace

Renames::Renames(const std::vector<hir::Change>& changes) {
  for (const hir::Change& change : changes) {
    if (!change.is_rename()) continue;
    rules_.push_back(
        {path_text(change.from), path_text(change.path), {change.from.back(), change.path.back()}});
  }
  std::stable_sort(rules_.begin(), rules_.end(),
                   [](const Rule& a, const Rule& b) { return a.from.size() > b.from.size(); });
}

Renames::Destination Renames::follow(std::string_view path) const {
  Destination destination{.path = std::string(path)};
  std::vector<bool> used(rules_.size());
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < rules_.size() && !again; ++i) {
      const Rule& rule = rules_[i];
      const bool around = is_within(destination.path, rule.from);
      if (used[i] || !(around || is_within(rule.from, destination.path))) continue;
      if (around) destination.path = rule.to + destination.path.substr(rule.from.size());
      destination.steps.push_back(rule.step);
      used[i] = again = true;
    }
  }
  return destination;
}

std::vector<std::string> Renames::spellings(const std::string& text, const Destination& destination) {
  std::vector<std::string> found{text};
  for (const auto& [from, to] : destination.steps) {
    const std::size_t before = found.size();
    for (std::size_t i = 0; i < before && found.size() < kMostSpellings; ++i) {
      const std::vector<std::size_t> places = occurrences(found[i], from);
      std::string everywhere = found[i];
      for (std::size_t k = places.size(); k-- > 0;) {
        everywhere.replace(places[k], from.size(), to);
        if (places.size() > 1 && found.size() < kMostSpellings)
          found.push_back(std::string(found[i]).replace(places[k], from.size(), to));
      }
      if (!places.empty()) found.push_back(std::move(everywhere));
    }
  }
  return found;
}

}  // namespace flux
