// Finds what a stack describes again in a Terraform state that was applied from something else.
//
// Two are the same when they are of one type and what is known of the one is true of the other. What few have
// in common says more than what all have; where several fit equally, nothing is guessed. What is found helps
// to find more: an argument that reads the id of something found is known.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "emit/described_resources.h"
#include "tools/terraform_state.h"

namespace flux {

struct StateMatches {
  /// By the place of each in what was given.
  struct Match {
    std::size_t described;
    std::size_t instance;
    std::vector<std::string> differing;  ///< arguments that the state has otherwise, or not at all
  };
  std::vector<Match> found;  ///< in the order of what is described
  struct Module {
    std::size_t described;
    std::string from;
  };
  std::vector<Module> modules;
  struct Ambiguous {
    std::size_t described;
    std::vector<std::size_t> instances;
  };
  std::vector<Ambiguous> ambiguous;
  std::vector<std::size_t> missing;  ///< described, and not in the state
  std::vector<std::size_t> left;     ///< in the state, and neither found nor one of several
};

/// `described` is of one stack.
StateMatches match_state(std::span<const DescribedResource> described,
                         std::span<const StateInstance> instances);

}  // namespace flux
