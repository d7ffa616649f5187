// Shows an explanation (eval/explanation.h) to a person, and to a program.
#pragma once

#include <string>

#include "eval/explanation.h"
#include "source/source_manager.h"

namespace flux {

/// The value, its type, and every write to it, highest first:
///
///   apps.my-app.replicas = 3
///     type        int(0..1000)
///     declared    WebService, stdlib/apps.flux:12
///     environment prod    envs/prod.flux:12            set  replicas = 3
///     layer defaults      platform/defaults.flux:20    set  replicas = 1   hidden
std::string explain_text(const Explanation& explanation, const SourceManager& sources, bool colour);

/// The same as one JSON document. Secrets are `"(secret)"`; what only Terraform will know is `{"deferred":
/// "…"}`.
std::string explain_json(const Explanation& explanation, const SourceManager& sources);

}  // namespace flux
