#include "emit/argocd/sync_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "diagnostics/suggest.h"

namespace flux::argocd {
namespace {

constexpr std::array<std::string_view, 2> kSwitch = {"true", "false"};
constexpr std::array<std::string_view, 3> kConfirm = {"true", "false", "confirm"};
constexpr std::array<std::string_view, 3> kPropagation = {"foreground", "background", "orphan"};

struct SyncOption {
  std::string_view name;
  std::span<const std::string_view> values;
};

constexpr std::array kSyncOptions = {
    SyncOption{"ApplyOutOfSyncOnly", kSwitch},
    SyncOption{"ClientSideApplyMigration", kSwitch},
    SyncOption{"CreateNamespace", kSwitch},
    SyncOption{"Delete", kConfirm},
    SyncOption{"FailOnSharedResource", kSwitch},
    SyncOption{"Force", kSwitch},
    SyncOption{"Prune", kConfirm},
    SyncOption{"PruneLast", kSwitch},
    SyncOption{"PrunePropagationPolicy", kPropagation},
    SyncOption{"Replace", kSwitch},
    SyncOption{"RespectIgnoreDifferences", kSwitch},
    SyncOption{"ServerSideApply", kSwitch},
    SyncOption{"SkipDryRunOnMissingResource", kSwitch},
    SyncOption{"Validate", kSwitch},
};

}  // namespace

std::optional<SyncOptionError> check_sync_option(std::string_view option) {
  const std::size_t equals = option.find('=');
  const std::string_view name = option.substr(0, equals);
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view{} : option.substr(equals + 1);
  const auto known = std::find_if(kSyncOptions.begin(), kSyncOptions.end(),
                                  [&](const SyncOption& o) { return o.name == name; });
  if (known == kSyncOptions.end()) {
    std::vector<std::string_view> names;
    names.reserve(std::size(kSyncOptions));
    for (const SyncOption& candidate : kSyncOptions) names.push_back(candidate.name);
    const auto meant = closest(name, names);
    return SyncOptionError{fmt::format("`{}` is no sync option of Argo CD", name),
                           meant ? fmt::format("did you mean `{}`?", *meant)
                                 : fmt::format("the options are `{}`", fmt::join(names, "`, `"))};
  }
  if (std::find(known->values.begin(), known->values.end(), value) == known->values.end()) {
    return SyncOptionError{
        value.empty() ? fmt::format("the sync option `{}` has no value", name)
                      : fmt::format("`{}` is no value of the sync option `{}`", value, name),
        fmt::format("write `{}={}`", name, fmt::join(known->values, fmt::format("` or `{}=", name)))};
  }
  return std::nullopt;
}

}  // namespace flux::argocd
