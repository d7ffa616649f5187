// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// `n: int = 3` where a value is set: the type goes, not only the colon.

type Top { n: int = 1 }
environment e : Top {
  n: int = 3
  // CHECK: "title": "write `=`"
  // CHECK: "column": 4,
  // CHECK: "end_column": 11
  // CHECK: "replacement": " ="
}
