// RUN: not %fluxc check %s 2>&1 | FileCheck %s
// Units and literals as they are spelt elsewhere.
type Top { keep: duration = 1d, size: bytes = 1Gi, cpu: cpu = 1, on: bool = true }
environment e : Top {
  keep = 90days
  size = 4gb
  on = True
}
environment f : Top {
  cpu = 500mi
}
// CHECK: error[E3023]: `90days` has no unit that is known
// CHECK: help: did you mean `90d`?
// CHECK: error[E3023]: `4gb` has no unit that is known
// CHECK: help: did you mean `4GB`?
// CHECK: error[E2006]: unknown name `True`
// CHECK: help: did you mean `true`?
// CHECK: error[E3023]: `500mi` has no unit that is known
// CHECK-NOT: did you mean
// CHECK: error: 4 errors
