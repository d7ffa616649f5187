// RUN: %check %s
// What another resource will have is known by its schema, long before it is.
import "Inputs/cloud.schema.json" as cloud

type Node {
  emit terraform {
    resource cloud_network net { name = "n" }
    resource cloud_server many for n in ["a", "b"] { name = n, disk { size = 1 } }
    resource cloud_server a {
      name = cloud_network.net.nam // expected-error [E6002] {{`cloud_network` has no attribute `nam`}}
      network = cloud_network.net.ranges // expected-error [E6003] {{expected a string, found a list known during apply}}
      disk { size = cloud_network.net.name[0] } // expected-error [E6003] {{a string cannot be indexed}}
    }
    resource cloud_network b {
      name = "${cloud_server.a.adress.ip}" // expected-error [E6002] {{no attribute `adress`}}
      ranges = [cloud_server.a.address.pi] // expected-error [E6002] {{the object has no attribute `pi`}}
    }
    resource cloud_network c { name = cloud_server.many["a"].disk[0].size, ranges = cloud_network.b.ranges }
  }
}
type Top { node: Node = {} }
environment e : Top { }
