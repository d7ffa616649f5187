#include "ir/path.h"

#include <algorithm>

namespace flux {

void append_path_step(std::string& path, std::string_view step) {
  const bool plain = !step.empty() && std::all_of(step.begin(), step.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!plain) {
    path.append("[\"").append(step).append("\"]");
    return;
  }
  if (!path.empty()) path += '.';
  path += step;
}

std::string path_text(const std::vector<std::string>& steps) {
  std::string path;
  for (const std::string& step : steps) append_path_step(path, step);
  return path;
}

std::vector<std::string> path_steps(std::string_view path) {
  std::vector<std::string> steps;
  while (!path.empty()) {
    if (path.front() == '.') path.remove_prefix(1);
    const bool quoted = path.starts_with("[\"");
    const bool indexed = !quoted && path.starts_with('[');
    if (quoted || indexed) path.remove_prefix(quoted ? 2 : 1);
    const std::size_t end = std::min(quoted    ? path.find("\"]")
                                     : indexed ? path.find(']')
                                               : path.find_first_of(".["),
                                     path.size());
    steps.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(path.size(), end + (quoted ? 2 : indexed ? 1 : 0)));
  }
  return steps;
}

bool is_within(std::string_view path, std::string_view outer) {
  if (!path.starts_with(outer)) return false;
  return outer.empty() || path.size() == outer.size() || path[outer.size()] == '.' ||
         path[outer.size()] == '[';
}

}  // namespace flux
