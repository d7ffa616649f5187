// RUN: %check %s
// A layer over a sub-tree's type is mounted at a path where that type stands.

type Cluster { nodes: int = 1 }
type App { replicas: int = 1 }
type Top { main: Cluster = {}, web: App = {}, apps: map<string, App> = {} }
layer web : App { replicas = 2 }
layer defaults : Top { apps.shop = App { } }
environment good extends defaults, web at web {
  check web.replicas == 2 : "mounted"
}
environment prod extends defaults, web at main { } // expected-error [E3032] {{`web` is a layer of `App`, and here stands `Cluster`}}
environment star extends defaults, web at apps.* { } // expected-error [E3032] {{a layer is mounted at a path of names}}
environment none extends defaults, web at wbe { } // expected-error [E3004] {{unknown field `wbe` of `Top`}}
