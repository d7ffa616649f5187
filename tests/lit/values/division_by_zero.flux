// RUN: %check %s
// A division by zero, of numbers and of quantities.

type Top {
  nodes: int = 0
  disk: bytes = 10Gi
  none: bytes = 0Gi
  share: float = 100 / nodes // expected-error [E4014] {{division by zero}}
  rest: int = 100 % nodes // expected-error [E4014] {{division by zero}}
  each: bytes = disk / nodes // expected-error [E4014] {{division by zero}}
  ratio: float = disk / none // expected-error [E4014] {{division by zero}}
}
environment e : Top { }
