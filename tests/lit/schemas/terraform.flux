// RUN: %check %s
// The bodies of resources and data sources are what the provider's schema says.
import "Inputs/cloud.schema.json" as cloud

type Node {
  memory: bytes = 8Gi
  emit terraform {
    provider cloud { token = 5 } // expected-error [E6003] {{`token` of `cloud`: expected a string, found the number 5}}
    resource cloud_network net { name = "n", ranges = ["10.0.0.0/8"], labels = { a = "b" } }
    // Blocks, objects in their place, and arguments that every resource has.
    resource cloud_server fine {
      name = "a", memory = memory in MiB, network = cloud_network.net.id
      disk = [{ size = 1 }, { size = 2 }]
      boot { order = 1 }
      address { public = true }
      depends_on = [cloud_network.net]
      lifecycle { prevent_destroy = true, ignore_changes = [memory, network] }
    }
    resource cloud_server wrong {
      nmae = "a" // expected-error [E6002] {{`cloud_server` has no argument or block `nmae`}}
      name = ["a"] // expected-error [E6003] {{expected a string, found `list<string>`}}
      memory = "much" // expected-error [E6003] {{`memory` of `cloud_server`: expected a number, found the string "much"}}
      id = "1" // expected-error [E6006] {{`id` of `cloud_server` is never set}}
      old_name = "x" // expected-warning [W6001] {{`old_name` of `cloud_server` is deprecated}}
      address = { public = "yes", ip = "1", por = 2 } // expected-error [E6003] {{expected a bool}} expected-error [E6006] {{`ip`}} expected-error [E6002] {{`por`}}
      disk { size = 1 }
      disk { siez = 2 } // expected-error [E6002] {{`disk` of `cloud_server` has no argument or block `siez`}} expected-error [E6005] {{lacks `size`}}
      disk { size = 3 } // expected-error [E6007] {{admits at most 2 blocks `disk`, found 3}}
    }
    resource cloud_network kept { name = "k", lifecycle { ignore_changes = [nmae, "ranges[0]"] } } // expected-error [E6002] {{no argument or block `nmae`}}
    resource cloud_server bare { name = "b" } // expected-error [E6007] {{wants at least 1 block `disk`, found 0}}
    resource cloud_network routed {
      name = "r"
      routes { to = "a" }
      routes { tu = "b" } // expected-error [E6002] {{`tu` in `routes` of `cloud_network`}}
    }
    resource cloud_network listed { name = "l", routes = [{ to = "a" }, { to = 5 }] } // expected-error [E6003] {{`to` in `routes` of `cloud_network`: expected a string}}
    resource cloud_network less { } // expected-error [E6005] {{`cloud_network` lacks `name`, which is required}}
    resource cloud_servr typo { } // expected-error [E6008] {{no resource `cloud_servr`}}
    resource cloud_image image { } // expected-error [E6008] {{no resource `cloud_image`}}
    data cloud_image image { name = "i" }
    // Of no provider that is known here.
    resource other_thing free { anything = 1 }
  }
}
type Top { node: Node = {} }
environment e : Top { }
