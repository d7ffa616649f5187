// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// `name: value`, as in YAML, is told to use `=`.

type App { size: int = 1, tier: string = "x" }
type Top { app: App = {} }
environment e : Top {
  app { tier: prod }
  // CHECK: "code": "E1011"
  // CHECK: "title": "write `=`"
  // CHECK: "replacement": " ="
}
