// A whitelist or blacklist of kinds, as AppProjects have them.
#pragma once

#include <string_view>
#include <vector>

#include "emit/argocd/glob.h"
#include "ir/value.h"

namespace flux::argocd {

class KindList {
public:
  /// Entries have `group` and `kind`, each a glob, and may have `name`. Null is a list that is not set.
  explicit KindList(const Value* list);

  bool has(std::string_view group, std::string_view kind, std::string_view name = {}) const;
  bool is_set() const { return list_ != nullptr; }
  const Value* value() const { return list_; }

private:
  struct Rule {
    Glob group, kind, name;
  };
  const Value* list_;
  std::vector<Rule> rules_;
};

}  // namespace flux::argocd
