// RUN: %check %s
// Amending a ref is an error that points at the target.

type Cluster { n: int = 1 }
type Top { clusters: map<string, Cluster> = {}, main: ref<Cluster> }
layer low : Top {
  clusters.a = Cluster { }
  main = clusters.a
}
environment e extends low {
  main { n = 2 } // expected-error [E3010] {{nothing to amend}}
}
