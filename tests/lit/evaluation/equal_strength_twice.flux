// RUN: %check %s
// Equal strength twice is an error.

type Opts { a: int = 0 }
type Top { on: bool = true, up: bool = true, opts: Opts }
environment e : Top {
  opts {
    if on { a = 1 }
    if up { a = 2 } // expected-error [E4012] {{set twice}}
  }
}
