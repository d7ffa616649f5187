// RUN: %check %s
// What has no fields is not amended, what is no list is not appended to, what is required is not deleted.

type Cluster { nodes: int = 1 }
type S3 { bucket: string = "b" }
type Http { url: string = "u" }
type Pool { owner: enclosing<Cluster>, size: int = 1 }
type Region : Cluster { pools: map<string, Pool> = {} }
type Top {
  replicas: int = 1
  clusters: map<string, Cluster> = {}
  main?: ref<Cluster>
  hosts: list<string> = []
  labels: map<string, string> = {}
  store: S3 | Http = S3 { }
  region?: Region
}
environment e : Top {
  replicas { min = 1 } // expected-error [E3010] {{`replicas` is `int`: there is nothing to amend}}
}
environment f : Top { replicas.min = 1 } // expected-error [E3010] {{`replicas` is `int`, which has no fields to set}}
environment g : Top { hosts { first = "a" } } // expected-error [E3010] {{`hosts` is `list<string>`: there is nothing to amend}}
environment h : Top { labels += ["a"] } // expected-error [E3010] {{`+=` is for lists and sets}}
environment i : Top { replicas -= [1] } // expected-error [E3010] {{`-=` is for lists and sets}}
environment j : Top { delete replicas } // expected-error [E3010] {{`replicas` is required, and cannot be deleted}}
environment k : Top { main { nodes = 2 } } // expected-error [E3010] {{there is nothing to amend}}
environment l : Top { hosts["a"] = "b" } // expected-error [E3010] {{`hosts` is `list<string>`, which has no fields to set}}
environment m : Top { region = Region { pools = { a = Pool { owner = 1 } } } } // expected-error [E3010] {{`owner` is bound to the object around, and cannot be set}}
