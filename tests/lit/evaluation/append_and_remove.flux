// RUN: %check %s
// `f += e`, `f -= e`: append to, remove from, a list or set; an absent list is `[]`; what stands above
// applies in order.

type Top { hosts?: list<string>, tags: set<string> = ["a"] }
layer low : Top {
  hosts += ["x", "y"]
  tags += ["a", "b"]
}
environment e extends low {
  hosts -= ["x"]
  hosts += ["z"]
  check hosts == ["y", "z"] : "in order"
  check tags == ["a", "b"] : "a set holds each once"
}
