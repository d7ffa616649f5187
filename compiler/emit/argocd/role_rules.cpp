#include "emit/argocd/role_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/suggest.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"

namespace flux::argocd {
namespace {

/// Of these alone may a project's role speak; `projects` and `accounts` are for the policies of all of Argo
/// CD.
constexpr std::array<std::string_view, 6> kResources = {
    "applications", "applicationsets", "repositories", "clusters", "exec", "logs"};
constexpr std::array<std::string_view, 7> kActions = {"get",  "create",   "update", "delete",
                                                      "sync", "override", "*"};
/// Actions on the objects of an application: `action/apps/Deployment/restart`.
constexpr std::array<std::string_view, 3> kActionPrefixes = {"action/", "update/", "delete/"};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Always one more than there are commas.
std::vector<std::string_view> split(std::string_view policy) {
  std::vector<std::string_view> parts;
  for (std::size_t comma = policy.find(','); comma != std::string_view::npos; comma = policy.find(',')) {
    parts.push_back(trimmed(policy.substr(0, comma)));
    policy.remove_prefix(comma + 1);
  }
  parts.push_back(trimmed(policy));
  return parts;
}

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
std::string help_of(const std::array<std::string_view, N>& words, std::string_view written) {
  if (const auto meant = closest(written, words)) return fmt::format("did you mean `{}`?", *meant);
  return fmt::format("one of: {}", fmt::join(words, ", "));
}

bool is_action(std::string_view action) {
  return contains(kActions, action) ||
         std::any_of(kActionPrefixes.begin(), kActionPrefixes.end(),
                     [&](std::string_view prefix) { return action.starts_with(prefix); });
}

bool is_name_or_glob(std::string_view step) {
  return !step.empty() && std::all_of(step.begin(), step.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*' ||
           c == '_' || c == '-' || c == '.';
  });
}

/// `<project>/<application>` or `<project>/<namespace>/<application>`.
bool is_object_of(std::string_view project, std::string_view object) {
  if (!object.starts_with(project)) return false;
  object.remove_prefix(project.size());
  if (!object.starts_with('/')) return false;
  object.remove_prefix(1);
  const std::size_t slash = object.find('/');
  if (slash == std::string_view::npos) return is_name_or_glob(object);
  return is_name_or_glob(object.substr(0, slash)) && is_name_or_glob(object.substr(slash + 1));
}

class RoleCheck {
public:
  RoleCheck(const Resource& project, const Value& role, Diagnostics& diagnostics)
      : project_(project), role_(text_field(&role, "name")), diagnostics_(diagnostics) {
    const SourceSpan of_roles = place_of(find_field(project.spec, "roles"), project.document->span);
    place_ = place_of(find_field(&role, "policies"), place_of(&role, of_roles));
  }

  void check(const Value& policy) {
    const std::vector<std::string_view> parts = split(policy.as_string());
    const std::string subject = fmt::format("proj:{}:{}", project_.name, role_);
    if (parts.size() != 6 || parts[0] != "p") {
      return report(policy, "it is not of the form that Argo CD reads",
                    fmt::format("write `p, {}, applications, get, {}/*, allow`", subject, project_.name));
    }
    if (parts[1] != subject) {
      return report(policy, fmt::format("it speaks of `{}`, and this is the role `{}`", parts[1], subject),
                    fmt::format("write `{}`", subject));
    }
    if (!contains(kResources, parts[2])) {
      return report(policy, fmt::format("a project's role has no say over `{}`", parts[2]),
                    help_of(kResources, parts[2]));
    }
    if (!is_action(parts[3])) {
      return report(policy, fmt::format("there is no action `{}`", parts[3]), help_of(kActions, parts[3]));
    }
    if (!is_object_of(project_.name, parts[4])) {
      return report(
          policy, fmt::format("the object `{}` is not one of the project's", parts[4]),
          fmt::format("write `{0}/*`, or `{0}/` and a name: that is how a policy of a project names "
                      "its {1}",
                      project_.name, parts[2]));
    }
    if (parts[5] != "allow" && parts[5] != "deny") {
      return report(policy, fmt::format("it ends in `{}`", parts[5]), "end it in `allow` or `deny`");
    }
  }

private:
  void report(const Value& policy, std::string reason, std::string help) {
    diagnostics_
        .error(Code::argocd_role_policy, place_of(&policy, place_),
               fmt::format("Argo CD refuses the policy `{}` of role `{}` in {}", policy.as_string(), role_,
                           title_of(*project_.document)))
        .at(std::move(reason))
        .note("one refused policy makes the whole project invalid: none of its applications syncs")
        .with_help(std::move(help));
  }

  const Resource& project_;
  std::string_view role_;
  SourceSpan place_;  ///< of the policies: items of a list may have no place of their own
  Diagnostics& diagnostics_;
};

}  // namespace

void check_roles(const Resource& project, Diagnostics& diagnostics) {
  for (const Value& role : items_of(find_field(project.spec, "roles"))) {
    RoleCheck check(project, role, diagnostics);
    for (const Value& policy : items_of(find_field(&role, "policies"))) {
      if (policy.is_string()) check.check(policy);
    }
  }
}

}  // namespace flux::argocd
