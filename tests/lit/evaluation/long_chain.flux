// RUN: %check %s
// A chain of thousands of fields does not exhaust the stack.

type Top { m: map<string, int> = {for i in range(20000) : "k${i}" => if i == 0 then 1 else self.m["k${i - 1}"] + 1} }
environment e : Top {
  check m.k19999 == 20000 : "the whole chain"
}
