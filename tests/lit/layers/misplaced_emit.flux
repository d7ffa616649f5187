// RUN: %check %s
// `emit` stands in a type or at the top of a layer, a block with labels in an `emit`.

type App { replicas: int = 1 }
type Top { web: App = {} }
environment e : Top {
  web { emit helm { release web { chart = "web" } } } // expected-error [E3033] {{`emit` stands in a type, or at the top of a layer}}
  web { resource null_resource a { } } // expected-error [E3033] {{a block with labels stands in an `emit` only}}
}
