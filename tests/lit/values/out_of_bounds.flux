// RUN: %check %s
// A computed value is held against the bounds of its slot, from both sides.

type Top {
  nodes: int = 3
  replicas: int(1..5) = nodes * 3 // expected-error [E4002] {{`replicas` is 9, and `int(1..5)` admits nothing so far above it}}
  spare: int(1..5) = nodes - 3 // expected-error [E4002] {{`spare` is 0}}
  name: string(/^[a-z]+$/) = "node-${nodes}" // expected-error [E4002] {{`name` is "node-3"}}
  short: string(len 1..3) = "node${nodes}" // expected-error [E4002] {{`short`}}
  all: list<int>(len 1..2) = range(nodes) // expected-error [E4002] {{`all`}}
  memory: bytes(1Gi..) = 256Mi * nodes // expected-error [E4002] {{`memory` is 768Mi}}
}
environment e : Top { }
