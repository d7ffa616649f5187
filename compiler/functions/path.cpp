// Paths as text, with slashes; nothing is looked up.
#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

/// Without `.`, `..` and doubled slashes where the text alone shows what they mean; `.` for nothing.
std::string clean_path(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!rooted) {
      parts.push_back(part);
    }
  }
  std::string result(rooted ? "/" : "");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += '/';
    result += parts[i];
  }
  return result.empty() ? "." : result;
}

CallResult call_basename(CallContext& context, Arguments arguments) {
  std::string_view path = arguments[0].as_string();
  if (path.empty()) return text_result(context, ".");
  path = path.substr(0, path.find_last_not_of('/') + 1);
  if (path.empty()) return text_result(context, "/");
  return text_result(context, path.substr(path.rfind('/') + 1));
}

CallResult call_dirname(CallContext& context, Arguments arguments) {
  const std::string_view path = arguments[0].as_string();
  return text_result(context, clean_path(path.substr(0, path.rfind('/') + 1)));
}

constexpr FunctionInfo kFunctions[] = {
    terraform("basename", "(string): string", call_basename, "the last part of the path"),
    terraform("dirname", "(string): string", call_dirname, "the path without its last part"),
};

}  // namespace

std::span<const FunctionInfo> path_functions() {
  return kFunctions;
}

}  // namespace flux
