// RUN: %check %s
// RUN: not %fluxc check %s 2>&1 | FileCheck %s
// A check of a type that fails is shown at the write that broke it, and else where the object was made.

type Pool {
  low: int = 1
  high: int = 5
  zones: list<string> = ["a", "b"]
  fixed: bool = false
  check low <= high : "low is above high"
  check length(zones) > 1 && !fixed : "zones are few"
}
type Top { pool: Pool = {}, spare: Pool = {}, made: Pool = {} }
layer defaults : Top {
  pool.high = 3
}
environment amended extends defaults {
  pool.low = 4 // expected-error [E4004] {{`pool`: low is above high}}
  spare {
    zones = ["a"] // expected-error [E4004] {{`spare`: zones are few}}
  }
}
environment made extends defaults {
  made = { // expected-error [E4004] {{`made`: low is above high}}
    low = 9
  }
  spare.fixed = true // expected-error [E4004] {{`spare`: zones are few}}
}
// CHECK: `spare`: zones are few
// CHECK: set here
// CHECK: note: `length(zones)` is 1
