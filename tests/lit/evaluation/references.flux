// RUN: %check %s
// `ref<T>` points at an object placed elsewhere; equality of refs is identity; reading goes through.

type Cluster { n: int = 1 }
type Top { clusters: map<string, Cluster> = {}, main: ref<Cluster>, other: ref<Cluster>, seen: int = main.n }
layer low : Top {
  clusters.a = Cluster { }
  clusters.b = Cluster { }
  main = clusters.a
  other = clusters.b
}
environment e extends low {
  clusters.a.n = 7
  check main == clusters.a : "identity"
  check main != other : "two objects"
  check seen == 7 : "through the reference, late bound"
}
