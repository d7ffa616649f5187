// RUN: %fluxc build %s -o %t --target terraform
// RUN: FileCheck %s --input-file=%t/e/terraform/shared/nodes.tf
// Blocks of the object are named inside of maps and lists, too; what is encoded is written as the call, known or not.

type Nodes {
  names: map<string, string> = { a = "x", b = "y" }
  emit terraform {
    resource vm node for name, size in names { size = size }
    resource record all {
      // CHECK: labels = {
      // CHECK-NEXT: first = vm.nodes_node["a"].id
      labels = { first = vm.node["a"].id }
      // CHECK: by_name = {
      // CHECK-NEXT: a = vm.nodes_node["a"].ip
      // CHECK-NEXT: b = vm.nodes_node["b"].ip
      by_name = {for name, size in names : name => vm.node[name].ip}
      // CHECK: known = [
      // CHECK-NEXT: yamlencode({
      // CHECK-NEXT: size = "x"
      // CHECK-NEXT: }),
      // CHECK-NEXT: yamlencode({
      // CHECK-NEXT: size = "y"
      known = [for size in values(names) : yamlencode({ size = size })]
      // CHECK: policy = jsonencode({
      policy = jsonencode({ allow = ["*"] })
      // CHECK: later = yamlencode({
      // CHECK-NEXT: id = vm.nodes_node["b"].id
      later = yamlencode({ id = vm.node["b"].id })
    }
  }
}
type Top { nodes: Nodes = { } }
environment e : Top { }
