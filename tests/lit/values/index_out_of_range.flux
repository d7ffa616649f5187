// RUN: %check %s
// An index outside the list; indices count from 0 and never from the end.

type Container { name: string }
type Top {
  hosts: list<string> = ["a", "b"]
  containers: list<Container by name> = [{ name = "app" }]
  third: string = hosts[2] // expected-error [E4013] {{the index 2 is outside a list of 2 elements}}
  last: string = hosts[-1] // expected-error [E4013] {{the index -1 is outside a list of 2 elements}}
  none: string = containers[1].name // expected-error [E4013] {{the index 1 is outside a list of 1}}
}
environment e : Top { }
