// RUN: %check %s
// Strength on one leaf: spread < plain < guarded.

type Opts { a: int = 0, b: int = 0, c: int = 0 }
type Top { on: bool = true, opts: Opts, common: map<string, int> = { a = 1, b = 1, c = 1 } }
environment e : Top {
  opts {
    ...common
    b = 2
    c = 2
    if on { c = 3 }
  }
  check opts.a == 1 && opts.b == 2 && opts.c == 3 : "guarded over plain over spread"
}
