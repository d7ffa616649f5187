// RUN: %check %s
// A check about a deferred value becomes a precondition, and needs a resource to stand in.

type Node {
  id: any = terraform.var.id
  check id != "" : "no identifier" // expected-error [E4019] {{no resource could check it then}}
  emit terraform { variable id { type = "string" } }
}
type Top { node: Node }
environment e : Top { node = Node { } }

// Also in a type that gives Terraform nothing.
type Watch {
  id: deferred<string>
  check id != "" : "no identifier" // expected-error [E4019] {{this check of `watch` is about a value known only during apply}}
}
type Watching : Top { watch: Watch = Watch { id = node.terraform.var.id } }
environment f : Watching { node = Node { } }
