// What `fluxc adopt-state` proposes: the lines of `ENVIRONMENT.adopted.yaml` for one stack, and what they
// leave open.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "tools/match_state.h"

namespace flux {

struct ProposalInput {
  std::string_view stack;
  std::span<const DescribedResource> described;
  std::span<const StateInstance> instances;
  bool import = false;  ///< the state is another one: the stack has to take over by id
};

/// YAML of the stack. What was not found, is ambiguous, or is described otherwise than it is, is reported
/// (W7501). Of the state it shows addresses, and with `import` ids.
std::string adoption_proposal(const ProposalInput& input, const StateMatches& matches,
                              Diagnostics& diagnostics);

}  // namespace flux
