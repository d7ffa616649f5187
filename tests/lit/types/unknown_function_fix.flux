// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// The closest function is suggested; a function of Terraform that is left out on purpose is explained.

type Top {
  big: string = uper("a")
  // CHECK: unknown function `uper`
  // CHECK: "replacement": "upper"
  now: string = timestamp()
  // CHECK: Terraform's `timestamp` reads the clock; a build has no input but its sources
}
environment e : Top { }
