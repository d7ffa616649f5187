// A list that only Terraform will know, in the place of nested blocks, becomes `dynamic`.
// RUN: rm -rf %t && split-file %s %t && cp %S/Inputs/cloud.schema.json %t
// RUN: %fluxc build %t/fine.flux -o %t/out
// RUN: FileCheck %t/fine.flux --input-file=%t/out/e/terraform/shared/node.tf
// RUN: %check %t/wrong.flux

//--- fine.flux
import "cloud.schema.json" as cloud
type Node {
  emit terraform {
    resource cloud_network x { name = "x" }
    resource cloud_server b { name = "b", disk = [for r in cloud_network.x.ranges : { size = length(r) }] }
    resource cloud_server c { name = "c", disk = cloud_server.b.disk }
  }
}
type Top { node: Node = {} }
environment e : Top { }

// CHECK: dynamic "disk" {
// CHECK-NEXT: for_each = [
// CHECK: size = length(v)
// CHECK: content {
// CHECK-NEXT: size = disk.value.size
// CHECK: dynamic "disk" {
// CHECK-NEXT: for_each = cloud_server.node_b.disk
// CHECK: content {
// CHECK-NEXT: size = disk.value.size

//--- wrong.flux
import "cloud.schema.json" as cloud
type Node {
  emit terraform {
    resource cloud_network x { name = "x" }
    resource cloud_server b {
      name = "b"
      disk = [for r in cloud_network.x.ranges : { siez = 1 }] // expected-error [E6002] {{no argument or block `siez`}} expected-error [E6005] {{lacks `size`}}
    }
    resource cloud_server c { name = "c", disk = cloud_network.x.ranges } // expected-error [E4019] {{what its arguments are must be known}}
  }
}
type Top { node: Node = {} }
environment e : Top { }
