// RUN: %check %s
// A number that does not fit is an error at its place.

type Top { n: int = 0 }
environment e : Top {
  n = 99999999999999999999 // expected-error [E1006] {{}}
}
