// RUN: %check %s
// What `renamed` and `removed` name must be as they say; what was built before is not looked at.

type Pool { size: int = 1 }
type Cluster {
  nodes: map<string, Pool> = {}
  emit file { file "${key}.txt" { content = "x" } }
}
type Top {
  clusters: map<string, Cluster> = {}
  spare?: Cluster
  on: bool = true
}

layer mounted : Cluster {
  nodes { big = {} }
  renamed nodes.big from nodes.worker
}

layer base : Top { clusters { main = {} } }

environment fine extends base, mounted at clusters.main {
  renamed clusters.main from clusters["mgmt 1"]
  renamed clusters.main from clusters.mgmt   // one after the other
  renamed clusters.mgmt from clusters.first
  renamed clusters.main from spare
  removed clusters.edge because "the site is closed"
  removed clusters.main because "it may emit less"
}

environment wrong : Top {
  clusters { main = {}, mgmt = {} }
  renamed clusters.main from clusters.mgmt   // expected-error [E7402] {{`clusters.mgmt` is still there: nothing of it has become `clusters.main`}}
  renamed clusters.mian from clusters.old    // expected-error [E7403] {{there is no `clusters.mian` that `clusters.old` could have become}}
  renamed terraform.main from terraform.old  // expected-error [E7403] {{there is no `terraform.main`}}
}
