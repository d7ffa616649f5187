// What Terraform is to make, instance by instance, with the arguments that are known: to find again what
// exists already under another address.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ir/program.h"
#include "output/inventory.h"

namespace flux {

/// A scalar, by the way to it: names joined by `.`, and no index of a list, whose order may differ.
using KnownArgument = std::pair<std::string, std::string>;

struct DescribedResource {
  std::string stack;
  TerraformAddress address;
  std::string local;                     ///< the block's name inside of its object
  std::vector<KnownArgument> arguments;  ///< but for secrets; sorted
  /// What an argument reads from another resource of the stack: known as soon as that is found.
  struct Reading {
    std::string argument;
    std::string address;
    std::string attribute;
  };
  std::vector<Reading> readings;
};

/// Resources and modules, in the order of the program; of modules no arguments.
std::vector<DescribedResource> described_resources(const Program& program);

}  // namespace flux
