// RUN: %check %s
// A chain of values is bounded, long before the stack is.

// expected-error@+2 [E4017] {{depends on a chain of more than 50000 other values}}
type Top {
  m: map<string, int> = {for i in range(90000) : "k${100000 + i}" => if i == 89999 then 1 else self.m["k${100001 + i}"] + 1}
}
environment e : Top { }
