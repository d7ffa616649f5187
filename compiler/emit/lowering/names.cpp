#include "emit/lowering/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "emit/lowering/fields.h"

namespace flux {
namespace {

char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Insertions, removals, replacements and swaps of neighbours that turn `a` into `b`; case is not counted.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char x = lower_case(a[i - 1]), y = lower_case(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x == y ? 0U : 1U)});
      if (i > 1 && j > 1 && x == lower_case(b[j - 2]) && lower_case(a[i - 2]) == y) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view closest_name(std::string_view name, std::span<const std::string_view> candidates) {
  constexpr std::size_t kLongest = 128;
  std::string_view best;
  if (name.size() > kLongest) return best;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kLongest) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

void check_known_fields(const Document& document, std::span<const std::string_view> known, Diagnostics& diagnostics) {
  for (const MapEntry& entry : entries_of(&document.body)) {
    const std::string_view key = entry.key.text();
    if (entry.value.is_absent() || std::find(known.begin(), known.end(), key) != known.end()) continue;
    Diagnostic& error = diagnostics.error(Code::document_shape, place_of(&entry.value, document.span),
                                          fmt::format("{} has no field `{}`", title_of(document), key));
    if (const std::string_view meant = closest_name(key, known); !meant.empty()) {
      error.with_help(fmt::format("did you mean `{}`?", meant));
    } else {
      error.with_help(fmt::format("it has: `{}`", fmt::join(known, "`, `")));
    }
  }
}

}  // namespace flux
