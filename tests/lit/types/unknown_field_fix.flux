// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// The closest field is suggested, and the fix keeps the quotes of a quoted name out of it.

type App { replicas: int = 1, tier-name: string = "x" }
type Top { web: App = {}, size: int = web.replcas }
// CHECK: unknown field `replcas` of `App`
// CHECK: "replacement": "replicas"
environment e : Top {
  web.replicsa = 3
  // CHECK: unknown field `replicsa` of `App`
  // CHECK: "replacement": "replicas"
  web { tiername = "a" }
  // CHECK: unknown field `tiername` of `App`
  // CHECK: "replacement": "tier-name"
}
