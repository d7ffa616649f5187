// RUN: %check %s
// Checks are run base first, over the resolved object.

type Base { a: int = 1, check a < 10 : "a is ${a}" }
type Sub : Base { b: int = 2, check b > a : "b is below a" }
type Top { x: Base }
environment e : Top {
  x = Sub { a = 5 } // expected-error [E4004] {{b is below a}}
}
