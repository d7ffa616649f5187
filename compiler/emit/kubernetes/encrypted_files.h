// `encrypted NAME { file = x.sops }`: a file of SOPS in a cluster's folder, byte for byte.
//
// A `SopsSecret` is a manifest like others, which its operator decrypts: `sopssecret-NAME.yaml`. A `Secret`
// is decrypted by KSOPS while Kustomize builds the folder: `secret-NAME.yaml`, with a generator `ksops.yaml`
// and a `kustomization.yaml` for all of the folder. Every other file is refused (E5206): applied as it is, it
// would be the encrypted text that applications get to see.
#pragma once

#include "emit/lowering/document_writer.h"

namespace flux {

/// Writes the `encrypted` documents of the program. All manifests are in `tree` already.
void emit_encrypted_files(const Program& program, DocumentWriter& writer, const OutputTree& tree,
                          Diagnostics& diagnostics);

}  // namespace flux
