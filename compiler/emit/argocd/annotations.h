// What Argo CD reads from the metadata of any object: sync waves, hooks, sync options, finalizers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux::argocd {

inline constexpr std::string_view kSyncWave = "argocd.argoproj.io/sync-wave";

/// The integer in a sync wave's annotation, which is a string; nothing when it is none.
std::optional<std::int32_t> read_sync_wave(const Value& annotation);

/// Reports annotations (E5115) and finalizers (E5116) that Argo CD would not understand. `metadata` may be
/// null.
void check_metadata(const Document& document, const Value* metadata, Diagnostics& diagnostics);

}  // namespace flux::argocd
