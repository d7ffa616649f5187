// RUN: %check %s
// What `check across environments` names is had by no two objects, whichever environment each is in.

type Cluster {
  enabled: bool = true
  vlan?: int
  pods: list<string> = []
  id: string? = null
  check across environments vlan : "the VLAN of `${key}` must be its own"
  check across environments pods : "pod networks must differ"
  check across environments id : "ids must differ"
}
type EdgeCluster : Cluster { }
type Top {
  domain: string
  clusters: map<string, Cluster> = {}
  check across environments domain : "a domain belongs to one environment"
}

layer defaults : Top {
  clusters.main = Cluster { }
}

environment dev extends defaults {
  domain = "dev.example"
  clusters.main { vlan = 100, id = "a", pods = ["10.0.0.0/16", "10.1.0.0/16"] }
  clusters.spare = Cluster { vlan = 500, enabled = false }
}
environment staging extends defaults {
  domain = "staging.example"
  clusters.main {
    vlan = 100 // expected-error [E4027] {{`clusters.main`: the VLAN of `main` must be its own}}
    pods = [
      "10.2.0.0/16",
      "10.1.0.0/16" // expected-error@-2 [E4027] {{pod networks must differ}}
    ]
  }
}
environment prod extends defaults {
  domain = "dev.example" // expected-error [E4027] {{a domain belongs to one environment}}
  clusters.main { vlan = 300, id = "b" } // expected-error [E4027] {{`clusters.main`: the VLAN of `main` must be its own}}
  clusters.edge = EdgeCluster {
    vlan = 300
    id = "c"
  }
  clusters.spare = Cluster { vlan = 500 }
}
