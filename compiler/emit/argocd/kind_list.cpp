#include "emit/argocd/kind_list.h"

#include <algorithm>

#include "emit/lowering/fields.h"

namespace flux::argocd {

KindList::KindList(const Value* list) : list_(list) {
  for (const Value& entry : items_of(list)) {
    const std::string_view name = text_field(&entry, "name");
    rules_.push_back({Glob(text_field(&entry, "group"), '/'), Glob(text_field(&entry, "kind"), '/'),
                      Glob(name.empty() ? "**" : name, '/')});
  }
}

bool KindList::has(std::string_view group, std::string_view kind, std::string_view name) const {
  return std::any_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    return rule.group.matches(group) && rule.kind.matches(kind) && rule.name.matches(name);
  });
}

}  // namespace flux::argocd
