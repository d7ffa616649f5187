// RUN: %check %s
// Diamonds work: a layer that two others extend is applied once, below both.

type Top { n: int = 0, hosts: list<string> = [], left: int = 0, right: int = 0 }
layer base : Top { n = 1, hosts += ["base"] }
layer l extends base { left = n + 1 }
layer r extends base { right = n + 2, n = 5 }
environment e extends l, r {
  check n == 5 : "r is above base, and l says nothing"
  check hosts == ["base"] : "once"
  check left == 6 && right == 7 : "late bound"
}
