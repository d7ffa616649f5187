// RUN: %check %s
// A default that makes its own type again never ends, and is stopped.

type A { b: B = { } } // expected-error [E4017] {{nested}}
type B { a: A = { } }
type Top { a: A = { } }
environment e : Top { }
