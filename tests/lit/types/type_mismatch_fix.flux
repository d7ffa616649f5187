// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// The fix of a mismatch writes what was meant.

type Top { replicas: int = 1, hosts: list<string> = [], tier: "staging" | "prod" = "prod", name: string = "x" }
environment e : Top {
  replicas = "3"
  // CHECK: expected `int`, found a string \"3\"
  // CHECK: "replacement": "3"
  hosts += "a.org"
  // CHECK: `+=` takes a list
  // CHECK: "replacement": "[\"a.org\"]"
  tier = "stagin"
  // CHECK: found a string \"stagin\"
  // CHECK: "replacement": "\"staging\""
}
