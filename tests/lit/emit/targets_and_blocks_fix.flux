// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// The closest target and block are suggested.

type Node {
  emit terrafrom { }
  // CHECK: nothing is emitted to `terrafrom`
  // CHECK: "replacement": "terraform"
  emit terraform {
    resorce vm a { }
    // CHECK: `emit terraform` has no block `resorce`
    // CHECK: "replacement": "resource"
  }
}
type Top { node: Node = {} }
environment e : Top { }
