// RUN: %check %s
// Duplicate keys are an error.

type Container { name: string }
type Top { containers: list<Container by name> = [] }
environment e : Top {
  containers = [{ name = "app" }, { name = "app" }] // expected-error [E4022] {{two elements have the name `app`}}
}
