// The patterns of AppProjects: `*`, `**`, `?`, `[a-z]`, `[!a-z]`, `{one,two}` and `\` before a literal.
#pragma once

#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace flux::argocd {

/// A compiled pattern. Matching takes time linear in the text. A pattern that cannot be read matches nothing,
/// as in Argo CD.
class Glob {
public:
  /// Without a separator `*` and `?` match everything; with one, only `**` crosses it.
  explicit Glob(std::string_view pattern, char separator = '\0');
  ~Glob();
  Glob(Glob&&) noexcept;
  Glob& operator=(Glob&&) noexcept;

  bool matches(std::string_view text) const;

private:
  std::unique_ptr<re2::RE2> regex_;
};

}  // namespace flux::argocd
