// Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986) on lines, after what the
// texts have in common at both ends is set aside.
#include "output/unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace flux {
namespace {

constexpr std::size_t kContext = 3;
constexpr int kMostEdits = 2000;  // the trace of so many takes 16 MB

using Lines = std::vector<std::string_view>;

/// Each with its line break.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// Which lines go and which come.
struct Edits {
  std::vector<bool> removed;
  std::vector<bool> added;
};

/// The shortest edits from `a` to `b`, whose lines are numbers; false when there are more than kMostEdits.
bool find_edits(const std::vector<int>& a, const std::vector<int>& b, std::size_t offset, Edits& edits) {
  const int a_size = static_cast<int>(a.size());
  const int b_size = static_cast<int>(b.size());
  const int bound = std::min(a_size + b_size, kMostEdits);

  // On diagonal k (x - y), the furthest x that d edits reach; of each d, the diagonals -d to d are kept.
  std::vector<int> reach(2 * static_cast<std::size_t>(bound) + 3, 0);
  const auto furthest = [&reach, bound](int k) -> int& {
    return reach[static_cast<std::size_t>(k + bound + 1)];
  };
  std::vector<std::vector<int>> trace;
  int found = -1;
  for (int d = 0; d <= bound && found < 0; ++d) {
    for (int k = -d; k <= d; k += 2) {
      const bool down = k == -d || (k != d && furthest(k - 1) < furthest(k + 1));
      int x = down ? furthest(k + 1) : furthest(k - 1) + 1;
      while (x < a_size && x - k < b_size &&
             a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
        ++x;
      furthest(k) = x;
      if (x >= a_size && x - k >= b_size) found = d;
    }
    trace.emplace_back(&furthest(-d), &furthest(d) + 1);
  }
  if (found < 0) return false;

  int x = a_size;
  for (int d = found, k = a_size - b_size; d > 0; --d) {
    const std::vector<int>& before = trace[static_cast<std::size_t>(d - 1)];
    const auto reached = [&before, d](int diagonal) {
      return before[static_cast<std::size_t>(diagonal + d - 1)];
    };
    const bool down = k == -d || (k != d && reached(k - 1) < reached(k + 1));
    k += down ? 1 : -1;
    x = reached(k);
    if (down) {
      edits.added[offset + static_cast<std::size_t>(x - k)] = true;
    } else {
      edits.removed[offset + static_cast<std::size_t>(x)] = true;
    }
  }
  return true;
}

Edits compare(const Lines& a, const Lines& b) {
  Edits edits{std::vector<bool>(a.size()), std::vector<bool>(b.size())};
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t head = 0;
  while (head < shorter && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;

  std::unordered_map<std::string_view, int> numbers;
  const auto number = [&numbers, head, tail](const Lines& lines) {
    std::vector<int> result;
    for (std::size_t i = head; i < lines.size() - tail; ++i) {
      result.push_back(numbers.try_emplace(lines[i], static_cast<int>(numbers.size())).first->second);
    }
    return result;
  };
  const std::vector<int> a_numbers = number(a);
  const std::vector<int> b_numbers = number(b);
  if (!find_edits(a_numbers, b_numbers, head, edits)) {
    std::fill_n(edits.removed.begin() + static_cast<std::ptrdiff_t>(head), a_numbers.size(), true);
    std::fill_n(edits.added.begin() + static_cast<std::ptrdiff_t>(head), b_numbers.size(), true);
  }
  return edits;
}

class HunkPrinter {
public:
  HunkPrinter(const Lines& a, const Lines& b) : a_(a), b_(b), edits_(compare(a, b)) {}

  std::string print() {
    while (skip_to_change()) print_hunk();
    return std::move(out_);
  }

private:
  bool changed_at(std::size_t i, std::size_t j) const {
    return (i < a_.size() && edits_.removed[i]) || (j < b_.size() && edits_.added[j]);
  }
  bool skip_to_change() {
    while (i_ < a_.size() && !changed_at(i_, j_)) ++i_, ++j_;
    return changed_at(i_, j_);
  }

  /// From the context before the change at (i_, j_) to that after the last change near it.
  void print_hunk() {
    const std::size_t context = std::min(kContext, i_ - printed_);
    const std::size_t a_begin = i_ - context;
    const std::size_t b_begin = j_ - context;
    std::string body;
    for (std::size_t i = a_begin; i < i_; ++i) put(body, ' ', a_[i]);
    for (;;) {
      while (i_ < a_.size() && edits_.removed[i_]) put(body, '-', a_[i_++]);
      while (j_ < b_.size() && edits_.added[j_]) put(body, '+', b_[j_++]);
      // Changes with at most two contexts between them share a hunk.
      std::size_t same = 0;
      while (same <= 2 * kContext && i_ + same < a_.size() && !changed_at(i_ + same, j_ + same)) ++same;
      const bool goes_on = same <= 2 * kContext && changed_at(i_ + same, j_ + same);
      const std::size_t shown = goes_on ? same : std::min(same, kContext);
      for (std::size_t n = 0; n < shown; ++n, ++i_, ++j_) put(body, ' ', a_[i_]);
      if (!goes_on) break;
    }
    printed_ = i_;
    out_ += fmt::format("@@ -{} +{} @@\n{}", range(a_begin, i_), range(b_begin, j_), body);
  }

  /// As `diff` counts: from 1, the line before an empty range, no length of 1.
  static std::string range(std::size_t begin, std::size_t end) {
    if (end - begin == 1) return fmt::format("{}", end);
    return fmt::format("{},{}", end == begin ? begin : begin + 1, end - begin);
  }
  static void put(std::string& body, char mark, std::string_view line) {
    body += mark;
    body += line;
    if (!line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
  }

  const Lines& a_;
  const Lines& b_;
  Edits edits_;
  std::size_t i_ = 0;
  std::size_t j_ = 0;
  std::size_t printed_ = 0;  // lines of `a_` before this have been shown
  std::string out_;
};

std::string side(std::string_view prefix, std::string_view path, bool exists) {
  if (!exists) return "/dev/null";
  // A tab ends a name that has blanks.
  return fmt::format("{}/{}{}", prefix, path, path.find(' ') == std::string_view::npos ? "" : "\t");
}

}  // namespace

std::string unified_diff(std::string_view path, std::optional<std::string_view> before,
                         std::optional<std::string_view> after) {
  if (before == after) return {};
  const std::string_view a = before.value_or("");
  const std::string_view b = after.value_or("");
  const std::string a_name = side("a", path, before.has_value());
  const std::string b_name = side("b", path, after.has_value());
  if (a.find('\0') != std::string_view::npos || b.find('\0') != std::string_view::npos) {
    return fmt::format("Binary files {} and {} differ\n", a_name, b_name);
  }
  const Lines a_lines = split(a);
  const Lines b_lines = split(b);
  return fmt::format("--- {}\n+++ {}\n{}", a_name, b_name, HunkPrinter(a_lines, b_lines).print());
}

}  // namespace flux
