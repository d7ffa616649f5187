// What is told of identities that change: of all that one line in a layer would settle, one diagnostic.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "diagnostics/diagnostic.h"
#include "output/inventory.h"
#include "safety/safe_change.h"

namespace flux {

class ChangeReports {
public:
  ChangeReports(const SafeChangeInput& input, Diagnostics& diagnostics)
      : input_(input), diagnostics_(diagnostics) {}

  void renamed(const Identity& old, const std::string& now, const std::string& before) {
    renamed_[{now, before}].add(old);
  }
  void removed(const Identity& old, const std::string& path) { removed_[path].add(old); }
  void name_cannot_move(const Identity& old, const Identity& heir);
  void state_cannot_follow(const Identity& old, const Identity& heir) {
    stuck_[{old.scope, heir.scope}].add(old);
  }
  void state_moves(const std::string& from, const std::string& to) { stacks_.emplace(from, to); }

  /// `set` makes, from now on, the application of its name that is there.
  void handed_over(const Identity& set);
  /// `set` goes, and the application of its name, which it made, stays.
  void let_go(const Identity& set);

  void no_place(const std::string& path, const OutputTree::File& taken);

  /// The name that a stack has now.
  std::string stack_now(const std::string& stack) const;

  /// Reports everything.
  void finish();

private:
  /// Some identities: how many of each kind, and the first of them.
  struct Group {
    std::map<std::string, std::size_t> kinds;
    std::string first;
    std::size_t count = 0;
    void add(const Identity& identity);
    /// `3 proxmox_vm and 1 Application`, with the name where it is one alone.
    std::string text() const;
  };
  using Pair = std::pair<std::string, std::string>;

  /// Of the layers' `renamed` that says so, else of the environment.
  SourceSpan place_of(const Identity& identity) const;

  const SafeChangeInput& input_;
  Diagnostics& diagnostics_;
  std::map<Pair, Group> renamed_;  // by new and old path
  std::map<std::string, Group> removed_;
  std::map<Pair, Group> stuck_;                // by old and new stack
  std::map<std::string, std::string> stacks_;  // by the old name
};

}  // namespace flux
