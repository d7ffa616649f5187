// A YAML or JSON text that could not be read, as diagnostics may show it.
#pragma once

#include "source/source_manager.h"

namespace flux {

/// Conceals all of the file but the keys that its lines begin with: what is no key may be a secret, and where
/// the text cannot be read nobody can say which is.
void conceal_unread(FileId file, SourceManager& sources);

}  // namespace flux
