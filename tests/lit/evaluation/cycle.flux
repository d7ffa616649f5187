// RUN: %check %s
// Meeting a running slot is a cycle, reported with every slot and span on the way.

type Top { a: int, b: int, c: int }
environment e : Top {
  a = b + 1
  b = c + 1
  c = a + 1 // expected-error [E4005] {{depends on itself}}
}
