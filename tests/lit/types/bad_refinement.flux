// RUN: %check %s
// A refinement bounds what its type has: an order, a length, text for an expression.

type Name = string(1..63) // expected-error [E3024] {{`string` has no order to bound}}
type Few = int(5..1) // expected-error [E3024] {{no value lies between these bounds}}
type Number = int(/^[0-9]+$/) // expected-error [E3024] {{a pattern refines strings, not `int`}}
type Broken = string(/a(/) // expected-error [E3024] {{this regular expression cannot be read}}
type Ahead = string(/(?=a)/) // expected-error [E3024] {{this regular expression cannot be read}}
type Long = int(len 1..5) // expected-error [E3024] {{`int` has no length}}
type Size = string(size 1..5) // expected-error [E3024] {{`size` is no refinement}}
type Memory = bytes(1h..) // expected-error [E3024] {{`1h` is no bytes}}
type Count = int(1Gi..) // expected-error [E3024] {{`1Gi` has a unit, and `int` has none}}
type Style = bytes as go // expected-error [E3024] {{`bytes` cannot be written `as go`}}
type Top { n: int = 1 }
environment e : Top { }
