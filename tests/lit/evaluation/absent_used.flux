// RUN: %check %s
// An absent field that is used otherwise is an error.

type Top { s?: string, t: string = "x" }
environment e : Top {
  t = "a ${s}" // expected-error [E4011] {{nothing sets}}
}
