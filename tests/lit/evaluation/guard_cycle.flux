// RUN: %check %s
// A guard that decides what it reads is a cycle.

type Opts { mode: string = "dev" }
type Top { opts: Opts }
environment e : Top {
  opts {
    if mode == "dev" { mode = "prod" } // expected-error [E4005] {{depends on itself}}
  }
}
