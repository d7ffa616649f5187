// RUN: %check %s
// An entry that the map does not have, in the environment that is built.

type Top { on: bool = false, pools: map<string, int> = {}, wanted: string = "b" }
layer low : Top { if on { pools = { a = 1 } } }
environment e extends low {
  check pools.a == 1 : "there" // expected-error [E4008] {{`pools` has no entry `a`}}
}
environment f extends low {
  check pools[wanted] == 1 : "there" // expected-error [E4008] {{`pools` has no entry `b`}}
}
environment g extends low {
  on = true
  check pools.a == 1 : "there"
}
