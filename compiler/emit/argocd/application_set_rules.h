// The rules within one applicationset that its CRD cannot say. Those of its template are in
// application_rules.h.
#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "emit/argocd/catalog.h"

namespace flux::argocd {

void check_application_set(const Resource& set, Diagnostics& diagnostics);

/// The spec with `goTemplate: true` and `goTemplateOptions: ["missingkey=error"]`, so that a misspelt key in
/// a template fails instead of leaving a hole. What the author set stays; options come only with Go
/// templates.
Value with_go_template(const Value& spec, Arena& arena);

}  // namespace flux::argocd
