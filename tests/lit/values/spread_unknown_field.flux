// RUN: %check %s
// RUN: not %fluxc check %s 2>&1 | FileCheck %s
// What is spread into a record must have its fields: a key that has none is not dropped.

type Pool { count: int = 1, memory: bytes = 1Gi }
let sizes: map<string, any> = {
  coutn = 3
}
type Top {
  known: Pool = {}
  map: Pool = {}
  free: Pool = {}
  call: Pool = {}
}
environment e : Top {
  known = { ...{ count = 3 } }
  map = { ...sizes } // expected-error [E3004] {{unknown field `coutn` of `Pool`}}
  free = { ...({ memry = 2Gi }) } // expected-error [E3004] {{unknown field `memry` of `Pool`}}
  call = { ...merge({ count = 1 }, { disk = 1 }) } // expected-error [E3004] {{unknown field `disk` of `Pool`}}
}
// CHECK: unknown field `coutn` of `Pool`
// CHECK: set here
// CHECK: did you mean `count`?
