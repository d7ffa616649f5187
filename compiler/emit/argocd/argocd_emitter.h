// Argo CD: `application`, `applicationset` and `project` become argocd/<name>.yaml.
//
// Bodies are the records of the CRDs (argoproj.io/v1alpha1), frozen:
//
//     application NAME    { metadata, spec, operation?, dependsOn? }
//     applicationset NAME { metadata, spec }
//     project NAME        { metadata, spec }
//
// `metadata` is { name?, namespace, labels, annotations, finalizers }; its name is the label where it gives
// none, and names the file. `apiVersion` and `kind` are added, and what else the body holds is written as it
// is. `dependsOn` is the one field that is no field of the CRD: a list of names of applications, which
// becomes the sync wave
//
//     1 + the highest wave of those it depends on
//
// in the annotation `argocd.argoproj.io/sync-wave`, unless the author set that. Applications of different
// waves wait for each other only when Argo CD is told what a healthy Application is, so then
// argocd/bootstrap/argocd-cm.yaml is written too: a ConfigMap `argocd-cm` with the health check for
// argoproj.io/Application, to be applied with Argo CD itself. It is left out when the program's own `manifest
// ConfigMap argocd-cm` has that key.
//
// An `applicationset` gets `goTemplate: true` and `goTemplateOptions: ["missingkey=error"]` where it sets
// neither.
//
// What no CRD can say is checked first (E5108 to E5127, E5217, E5220, W5101 to W5107; a page each in
// docs/errors): within one document by application_rules.h, application_set_rules.h, role_rules.h,
// repository_rules.h and annotations.h, between documents by project_rules.h and sync_waves.h. Text that is
// still a template (`{{ …
// }}`) is not judged.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

void emit_argocd(const Program& program, OutputTree& tree, Diagnostics& diagnostics);

/// Reports each source path and value file that lies in our own output, by `program.delivery`, and is not in
/// `tree` (E5127), and each source that would apply a file of SOPS as it is (E5220). To be called when every
/// target has put its files there.
void check_delivered_paths(const Program& program, const OutputTree& tree, Diagnostics& diagnostics);

}  // namespace flux
