#include "output/output_tree.h"

#include <algorithm>
#include <utility>

#include "source/utf8.h"

namespace flux {
namespace {

constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestPath = 2048;
constexpr std::string_view kReserved = ".flux-";

std::string in_lower_case(std::string_view path) {
  std::string folded(path);
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return folded;
}

bool is_printable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    if (!c.valid || c.value < 0x20 || c.value == 0x7F) return false;
    at += c.size;
  }
  return true;
}

}  // namespace

const OutputTree::File* OutputTree::add(std::string path, std::string text, SourceSpan owner) {
  const std::string folded = in_lower_case(path);
  for (std::size_t slash = folded.find('/'); slash != std::string::npos;
       slash = folded.find('/', slash + 1)) {
    const auto parent = folded_.find(std::string_view(folded).substr(0, slash));
    if (parent != folded_.end()) return &files_.find(parent->second)->second;
  }
  const auto same = folded_.find(folded);
  if (same != folded_.end()) return &files_.find(same->second)->second;
  const auto inside = folded_.lower_bound(folded + '/');
  if (inside != folded_.end() && inside->first.starts_with(folded + '/'))
    return &files_.find(inside->second)->second;

  folded_.emplace(folded, path);
  files_.emplace(std::move(path), File{std::move(text), owner});
  return nullptr;
}

bool OutputTree::contains_folder(std::string_view path) const {
  const std::string folder = std::string(path) + '/';
  const auto first = files_.lower_bound(folder);
  return first != files_.end() && first->first.starts_with(folder);
}

bool is_output_path(std::string_view path) {
  if (path.size() > kLongestPath || path.starts_with(kReserved) || !is_printable(path)) return false;
  for (;;) {
    const std::size_t slash = path.find('/');
    const std::string_view step = path.substr(0, slash);
    if (step.empty() || step == "." || step == ".." || step.size() > kLongestName) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace flux
