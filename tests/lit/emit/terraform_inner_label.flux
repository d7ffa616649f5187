// RUN: not %fluxc check %s 2>&1 | FileCheck %s
// Which kind of backend or provisioner a block is stands in its label.
type Node {
  emit terraform {
    terraform { backend { s3 { bucket = "state" } } }
    // CHECK: error[E5012]: `backend` takes its kind as a label
    // CHECK-NEXT: terraform_inner_label.flux:[[@LINE-2]]:17
    // CHECK: help: write `backend s3 { … }`
    resource null_resource first { provisioner = { command = "true" } }
    // CHECK: error[E5012]: `provisioner` takes its kind as a label
    // CHECK: help: write `provisioner local-exec { … }`
    resource null_resource second { provisioner local-exec { command = "true" } }
  }
}
type Top { node: Node = {} }
environment e : Top { }
