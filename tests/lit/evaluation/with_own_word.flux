// RUN: %check %s
// What is said of a copy itself is above what the copied value says, whichever layer says so and however deep it stands.

type Store { days: int = 1, size: int = 1 }
type Service { enabled: bool = false, store: Store = { } }
type Services { logs: Service = { } }
type Cluster {
  platform: enclosing<Platform>
  services: Services = platform.services with { logs { store { size = 2 } } }
}
type Platform {
  services: Services = { }
  clusters: map<string, Cluster> = { }
}
layer defaults : Platform {
  clusters.main = Cluster { }
  clusters.edge = Cluster { services { logs { enabled = false, store { days = 3 } } } }
  clusters.far = Cluster { }
  clusters.far.services.logs.store.size = 4
}
environment e extends defaults {
  services {
    logs { enabled = true, store { days = 30, size = 9 } }
  }
  clusters.main.services.logs.store.days = 90
  check clusters.main.services.logs.enabled : "what is said of the platform's services reaches the copy"
  check clusters.main.services.logs.store.days == 90 : "a layer's word of the copy"
  check clusters.main.services.logs.store.size == 2 : "the body of `with`"
  check !clusters.edge.services.logs.enabled : "a lower layer's word of the copy is above a higher one's of the original"
  check clusters.edge.services.logs.store.days == 3 : "and so it is further down"
  check clusters.far.services.logs.store.size == 4 : "a path"
  check services.logs.store.days == 30 : "the original stays as it was"
}
