// What was applied before fluxc, and the address that each resource has now: `ENVIRONMENT.adopted.yaml`
// beside the file that declares the environment. `fluxc adopt-state` proposes it, people correct it, and a
// build makes `moved` and `import` blocks of it.
//
//   main:                                     # a stack
//     moved:                                  # from the address in its state to the one that is built
//       aws_instance.web[0]: aws_instance.main_web["w1"]
//     imported:                               # what no state of this stack knows, by the provider's id of it
//       aws_eip.main_ip: eipalloc-123
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

struct Adoption {
  enum class Kind { moved, imported } kind = Kind::moved;
  std::string stack;
  std::string from;  ///< an address; of what is imported, the id
  std::string to;    ///< an address of the stack
  SourceSpan from_span, to_span, stack_span;
};

struct AdoptionFile {
  std::vector<Adoption> adoptions;  ///< in the order of the file
  FileId file;                      ///< invalid where there is none
};

/// Where the file of an environment lies that `source` declares.
std::string adoption_path(std::string_view source, std::string_view environment);

/// Nothing in it where there is no file. What cannot be read is reported (E7511, and E1xxx for what is no
/// YAML) and left out.
AdoptionFile read_adoptions(FileProvider& files, SourceManager& sources, const std::string& path,
                            Diagnostics& diagnostics);

}  // namespace flux
