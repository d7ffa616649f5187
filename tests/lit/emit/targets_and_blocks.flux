// RUN: %check %s
// What is emitted to, and the blocks that each target has.

type Node {
  name: string = "a"
  emit terrafrom { } // expected-error [E3026] {{nothing is emitted to `terrafrom`}}
  emit pulumi { } // expected-error [E3026] {{nothing is emitted to `pulumi`}}
  emit terraform {
    resource vm { name = "a" } // expected-error [E3027] {{`resource`}}
    resorce vm a { } // expected-error [E3027] {{`emit terraform` has no block `resorce`}}
    output { value = 1 } // expected-error [E3027] {{`output` takes a name}}
    release a { } // expected-error [E3027] {{`emit terraform` has no block `release`}}
    colour = "blue" // expected-error [E3027] {{`colour` is no setting of `emit terraform`}}
    check name != "" : "no name" // expected-error [E3027] {{this does not stand in an `emit`}}
    slug = "n"
  }
  emit helm {
    chart = "web" // expected-error [E3027] {{`emit helm` holds blocks, not values}}
    realease web { } // expected-error [E3027] {{`emit helm` has no block `realease`}}
    release web shop { chart = "web" } // expected-error [E3027] {{`release` takes 1 label, found 2}}
  }
  emit kubernetes {
    manifest ConfigMap { } // expected-error [E3027] {{`manifest` takes 2 labels, found 1}}
  }
}
type Top { node: Node = {} }
environment e : Top { }
