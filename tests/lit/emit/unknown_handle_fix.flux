// RUN: not %fluxc check %s 2>&1 | FileCheck %s
// A misspelt resource type is one of those that the object emits.
type Node {
  emit terraform {
    resource null_resource first { }
    output id { value = nul_resource.first.id }
    // CHECK: error[E2006]: unknown name `nul_resource`
    // CHECK: help: did you mean `null_resource`?
  }
}
type Top { node: Node = {} }
environment e : Top { }
