// RUN: %check %s
// A stack that calls a provider's function requires the provider, and a Terraform that has such functions.
import "Inputs/tools.schema.json" as tools

type Node {
  stackName: string
}
type Bare : Node {
  emit terraform {
    stack = stackName
    resource tools_file a {
      path = tools.function.join_all("-", ["a"]) // expected-error [E5128] {{`provider::tools::join_all` is a function of a provider that the stack does not require}}
    }
  }
}
type Old : Node {
  emit terraform {
    stack = stackName
    terraform {
      required_version = ">= 1.7"
      required_providers { tools = { source = "example/tools" } }
    }
    resource tools_file a {
      path = tools.function.join_all("-", ["a"]) // expected-error [E5013] {{`provider::tools::join_all` takes Terraform 1.8 or newer}}
    }
  }
}
type New : Node {
  emit terraform {
    stack = stackName
    terraform {
      required_version = ">= 1.8"
      required_providers { tools = { source = "example/tools" } }
    }
    resource tools_file a for p in ["x", "y"] { path = tools.function.join_all("-", [p]) }
  }
}
type Top { bare: Bare = { stackName = "bare" }, old: Old = { stackName = "old" }, new: New = { stackName = "new" } }
environment e : Top { }
