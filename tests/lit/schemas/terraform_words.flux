// What providers call sensitive is marked so, and `ignore_changes` takes attribute paths as HCL does.
// RUN: rm -rf %t && %fluxc build %s -o %t
// RUN: FileCheck %s --input-file=%t/e/terraform/shared/outputs.tf
// RUN: FileCheck %s --input-file=%t/e/terraform/shared/node.tf --check-prefix=NODE
import "Inputs/modules/network" as network
import "Inputs/cloud.schema.json" as cloud

type Node {
  emit terraform {
    module net { source = "./modules/network", cidr = "10.0.0.0/8", zones = [] }
    resource cloud_server a {
      name = "a"
      disk { size = 1 }
      lifecycle { ignore_changes = [memory, disk[0].size] }
    }
    output token { value = module.net.token }
    output id { value = module.net.id }
  }
}
type Top { node: Node = {} }
environment e : Top { }

// CHECK: output "node_token" {
// CHECK: sensitive = true
// CHECK: output "node_id" {
// CHECK-NOT: sensitive
// NODE: ignore_changes = [memory, disk[0].size]
