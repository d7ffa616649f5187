// RUN: %check %s
// `renamed` and `removed` hold for a whole layer, and name what they mean by its path.

type Pool { size: int = 1 }
type Cluster { nodes: map<string, Pool> = {} }
type Top {
  clusters: map<string, Cluster> = {}
  on: bool = true
}

environment misplaced : Top {
  clusters {
    main = {
      renamed nodes.big from nodes.worker      // expected-error [E7401] {{`renamed` stands at the top of a layer, outside of `if` and `for`}}
    }
  }
  if on {
    removed clusters.edge because "closed"     // expected-error [E7401] {{`removed` stands at the top of a layer}}
  }
  renamed clusters.* from clusters.mgmt        // expected-error [E7401] {{named by its path}}
  renamed clusters.main from clusters["${on}"] // expected-error [E7401] {{named by its path}}
}
