// RUN: %check %s
// A quantity is read by the dimension that its slot wants; without one, a unit that two dimensions share is an error.

let limit = 5m // expected-error [E3003] {{`5m` is millicores or minutes}}
type Top {
  memory: bytes = 16GiBi // expected-error [E3023] {{`16GiBi` has no unit that is known}}
  retention: duration = 30x // expected-error [E3023] {{`30x` has no unit that is known}}
  cpu: cpu = 16Gi // expected-error [E3001] {{expected `cpu`, found `bytes`}}
  swap: bytes = 500m // expected-error [E3023] {{`500m` is no bytes: `m` in `500m` is no unit of bytes}}
  size: any = 3parsecs // expected-error [E3023] {{`3parsecs` has no unit that is known}}
  disk: bytes = 10Gi
  disk-number: float = disk in hours // expected-error [E3023] {{`hours` is no unit of}}
  count: int = 3
  count-number: float = count in MiB // expected-error [E3021] {{`in` wants a quantity}}
}
environment e : Top { }
