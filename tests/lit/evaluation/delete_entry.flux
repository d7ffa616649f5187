// RUN: %check %s
// `delete m.k` removes an entry; what stands above it may create it anew, amending it is an error.

type Pool { count: int = 1 }
type Top { pools: map<string, Pool> = {} }
layer low : Top {
  pools.a = Pool { }
  pools.b = Pool { count = 4 }
}
layer mid extends low {
  delete pools.a
  delete pools.b
}
environment e extends mid {
  pools.b = Pool { }
  check keys(pools) == ["b"] : "a is gone"
  check pools.b.count == 1 : "b started afresh"
}
