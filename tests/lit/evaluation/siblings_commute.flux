// RUN: %check %s
// Siblings commute: the order in `extends` does not matter for what they set.

type Top { x: int = 0, y: int = 0, m: map<string, int> = {} }
layer a : Top { x = 1, m.a = 1 }
layer b : Top { y = 2, m.b = 2 }
environment one extends a, b {
  check x == 1 && y == 2 && m == { a = 1, b = 2 } : "a, b"
}
environment two extends b, a {
  check x == 1 && y == 2 && m == { a = 1, b = 2 } : "b, a"
}
