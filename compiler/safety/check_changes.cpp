#include <fmt/format.h>

#include <algorithm>

#include "ir/path.h"
#include "safety/renames.h"
#include "safety/safe_change.h"

namespace flux {
namespace {

/// `terraform.infra`, where the environment has no field of that name.
bool names_stack(const std::vector<std::string>& path, SourceSpan asked, const PathQuery& exists) {
  Diagnostics unreported;
  return path.size() == 2 && path[0] == kStackStep && !exists({path[0]}, asked, unreported);
}

}  // namespace

void check_changes(const std::vector<hir::Change>& changes, const Inventory& inventory,
                   const PathQuery& exists, Diagnostics& diagnostics) {
  const auto is_there = [&](const std::vector<std::string>& path, SourceSpan asked, Diagnostics& why) {
    if (!names_stack(path, asked, exists)) return exists(path, asked, why);
    return std::ranges::any_of(inventory.identities, [&](const Identity& identity) {
      return identity.tool == Identity::Tool::terraform && identity.scope == path[1];
    });
  };
  const auto is_renamed_again = [&](const std::string& path) {
    return std::ranges::any_of(changes, [&](const hir::Change& change) {
      return change.is_rename() && is_within(path, path_text(change.from));
    });
  };
  for (const hir::Change& change : changes) {
    if (!change.is_rename()) continue;
    const std::string from = path_text(change.from);
    const std::string to = path_text(change.path);
    Diagnostics why;
    if (is_there(change.from, change.from_span, why)) {
      diagnostics
          .error(Code::renamed_still_there, change.from_span,
                 fmt::format("`{}` is still there: nothing of it has become `{}`", from, to))
          .with_help("name what is gone, or drop the line");
    }
    why = {};
    if (is_there(change.path, change.path_span, why) || is_renamed_again(to)) continue;
    Diagnostic& error =
        diagnostics.error(Code::renamed_unknown, change.path_span,
                          fmt::format("there is no `{}` that `{}` could have become", to, from));
    if (why.empty()) {
      error.with_help("name what is there now, behind `renamed`");
    } else {
      error.note(why.all().front().message).with_help(why.all().front().help);
    }
  }
}

}  // namespace flux
