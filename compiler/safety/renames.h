// Where what had a path has gone, as the layers' `renamed` say.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hir/changes.h"

namespace flux {

/// The first step of paths that name stacks, `renamed terraform.infra from terraform.shared`: no object need
/// have the name of a stack.
inline constexpr std::string_view kStackStep = "terraform";

class Renames {
public:
  explicit Renames(const std::vector<hir::Change>& changes);

  struct Destination {
    std::string path;
    /// The old and new names of the steps that changed, also of those inside of what has the path.
    std::vector<std::pair<std::string, std::string>> steps;
  };
  /// Follows one rename after the other, each once, the innermost first.
  Destination follow(std::string_view path) const;

  /// What `text`, a key or name that is made of the names of steps, can have become; `text` itself first.
  static std::vector<std::string> spellings(const std::string& text, const Destination& destination);

private:
  struct Rule {
    std::string from;
    std::string to;
    std::pair<std::string, std::string> step;
  };
  std::vector<Rule> rules_;  // longest `from` first
};

}  // namespace flux
