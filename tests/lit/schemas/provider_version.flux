// RUN: %check %s
// A provider's schema is of a version that `required_providers` admits.
import "Inputs/cloud.schema.json" as cloud

type Node {
  stackName: string
  constraint: string
  providerSource: string = "example/cloud"
  emit terraform {
    stack = stackName
    terraform { required_providers { cloud = { source = providerSource, version = constraint } } } // expected-error [E6106] {{cloud.schema.json` is the schema of version 1.2.3 of provider `cloud`, which `~> 1.1.0` does not admit}} expected-error [E6106] {{which `>= 2.0` does not admit}}
  }
}
type Top { nodes: map<string, Node> = { } }
environment e : Top {
  nodes {
    exact = { stackName = "exact", constraint = "1.2.3" }
    range = { stackName = "range", constraint = ">= 1.2, < 2" }
    about = { stackName = "about", constraint = "~> 1.2" }
    older = { stackName = "older", constraint = "~> 1.1.0" }
    newer = { stackName = "newer", constraint = ">= 1.0, >= 2.0" }
    // Another provider of the name: its schema is not known.
    other = { stackName = "other", constraint = "~> 9.0", providerSource = "elsewhere/cloud" }
  }
}
