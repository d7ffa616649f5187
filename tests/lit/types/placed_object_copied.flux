// RUN: %check %s
// A placed object stands in one place only: its path is accepted where a `ref` is expected, a copy says `with`.

type Cluster { nodes: int = 1 }
type Top { clusters: map<string, Cluster> = {}, main?: ref<Cluster> }
layer defaults : Top { clusters.main = Cluster { } }
environment e extends defaults {
  main = clusters.main
  clusters.copy = clusters.main with { nodes = 3 }
  clusters.spare = clusters.main // expected-error [E3009] {{`clusters.main` is a placed object}}
}
environment f extends defaults {
  main = Cluster { } // expected-error [E3001] {{found an object that stands nowhere}}
}
