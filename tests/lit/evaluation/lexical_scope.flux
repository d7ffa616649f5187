// RUN: %check %s
// A contribution is closed over its lexical scope: the same text in two places means what stood around
// it.

type Inner { name: string, label: string = "inner ${name}" }
type Top {
  name: string
  a: Inner
  b: Inner
}
environment e : Top {
  name = "outer"
  a = Inner { name = "a" }
  b = Inner { name = "b", label = "mine is ${name}" } // expected-warning [W2002] {{hides}}
  check a.label == "inner a" : "the type's own scope"
  check b.label == "mine is b" : "innermost first"
}
