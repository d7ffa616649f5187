// RUN: %check %s
// Hidden contributions are never run.

type Top { n: int = 1, zero: int = 0 }
layer low : Top {
  n = 1 % zero
}
environment e extends low {
  n = 4
  check n == 4 : "the division below never ran"
}
