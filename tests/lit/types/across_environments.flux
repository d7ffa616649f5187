// RUN: %check %s
// Environments are compared by scalars, or by lists, sets and maps of them.

type Part { name: string }
type Top {
  part: Part = { name = "a" }
  parts: list<Part> = []
  sizes: map<string, int> = {}
  id?: string
  check across environments part : "m" // expected-error [E3001] {{environments are compared by scalars or collections of them, found `Part`}}
  check across environments parts : "m" // expected-error [E3001] {{found `list<Part>`}}
  check across environments [for p in parts : p.name] : "m"
  check across environments sizes : "m"
  check across environments id : "m"
}
environment e : Top { }
