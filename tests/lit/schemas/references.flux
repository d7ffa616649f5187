// RUN: %check %s
// What another resource will have is known by its schema, long before it is.
import "Inputs/cloud.schema.json" as cloud

type Node {
  emit terraform {
    resource cloud_network net { name = "n" }
    resource cloud_server many for n in ["a", "b"] { name = n, disk { size = 1 } }
    resource cloud_server a {
      name = cloud_network.net.nam // expected-error [E3004] {{unknown field `nam` of `cloud_network`}}
      network = cloud_network.net.ranges // expected-error [E6003] {{expected a string, found `list<string>` known during apply}}
      disk { size = cloud_network.net.name[0] } // expected-error [E3021] {{`deferred<string>` cannot be indexed}}
    }
    resource cloud_network b {
      name = "${cloud_server.a.adress.ip}" // expected-error [E3004] {{unknown field `adress` of `cloud_server`}}
      ranges = [cloud_server.a.address.pi] // expected-error [E3004] {{unknown field `pi`}}
    }
    resource cloud_network c { name = cloud_server.many["a"].disk[0].size, ranges = cloud_network.b.ranges }
  }
}
// Nothing makes one of these, and it is held to the schema all the same.
type Unused {
  emit terraform {
    resource cloud_server u {
      nmae = "u" // expected-error [E6002] {{`cloud_server` has no argument or block `nmae`}}
      memory = 8Gi // expected-error [E6003] {{expected a number, found the quantity `8Gi`}}
      disk { siez = 1 } // expected-error [E6002] {{`disk` of `cloud_server` has no argument or block `siez`}}
    }
  }
}
type Top { node: Node = {} }
environment e : Top { }
