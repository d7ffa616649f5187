// RUN: %check %s
// Two siblings that set one leaf to equal values are fine; siblings' `+=` both apply, in `extends`
// order.

type Top { region: string, hosts: list<string> = [] }
layer base : Top { }
layer a extends base { region = "eu", hosts += ["a"] }
layer b extends base { region = "eu", hosts += ["b"] }
environment e extends a, b {
  check region == "eu" : "they agree"
  check hosts == ["a", "b"] : "both, in order"
}
