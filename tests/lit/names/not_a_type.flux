// RUN: %check %s
// Where a type is expected, a name that is none is an error that says what was meant.

let small = 1
type App { replicas: int = 1 }
type Node {
  cpu: integer = 1 // expected-error [E2007] {{no type `integer` is known here}}
  labels: map<string> = {} // expected-error [E2007] {{`map` takes 2 type arguments}}
  size: small = 1 // expected-error [E2007] {{`small` is a}}
  app: App<int> // expected-error [E2007] {{`App` takes no type arguments}}
  ports: list<int by number> = [] // expected-error [E2007] {{a list is keyed by a field of its records}}
  target: ref<string> // expected-error [E2007] {{`ref` points at objects, and `string` is none}}
  disk: "none" | 20Gi = "none" // expected-error [E2007] {{a quantity is no literal type}}
}
type Port = int(1..65535)
type Named : Port { } // expected-error [E2007] {{`Port` is no record, and only records are extended}}
layer ports : Port { } // expected-error [E2007] {{a layer describes a record, and `Port` is none}}
type Web : Ap { } // expected-error [E2007] {{`Ap`}}
