// RUN: %check %s
// A character that starts no token is named.

type Top { n: int = 0 }
environment e : Top {
  n = 1 ; // expected-error@* [E1012] {{}}
}
