// RUN: %check %s
// `owner: enclosing<T>` binds the enclosing object of that type; `key` is the key of the nearest
// entry.

type Pool { owner: enclosing<Cluster>, name: string = "${owner.name}-${key}" }
type Cluster { name: string = key, pools: map<string, Pool> = {} }
type Top { clusters: map<string, Cluster> = {} }
environment e : Top {
  clusters.main = Cluster { pools = { a = Pool { } } }
  check clusters.main.pools.a.name == "main-a" : "owner and key"
}
