// RUN: %check %s
// `enclosing<T>` wants a `T` around.

type Cluster { name: string = "c", pools: map<string, Pool> = {} }
type Pool { owner: enclosing<Cluster>, id: string = owner.name }
type Top { pool: Pool, cluster: Cluster = {} }
environment e : Top {
  pool = Pool { } // expected-error [E4025] {{`pool` does not stand inside a `Cluster`}}
  cluster.pools.a = Pool { }
}
