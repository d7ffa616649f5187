// RUN: %check %s
// A folder of `.tf` files says what the module takes and gives.
import "Inputs/modules/network" as network
import "Inputs/cloud.schema.json" as cloud

type Node {
  emit terraform {
    module net {
      source = "./modules/network"
      cidr = "10.0.0.0/8"
      zones = ["a"]
      options { name = "n", size = 4 }
      depends_on = [cloud_network.other]
    }
    module wrong {
      source = "./modules/network"
      cdir = "10.0.0.0/8" // expected-error [E6002] {{has no argument or block `cdir`}}
      zones = "a" // expected-error [E6003] {{expected a list, found the string "a"}}
      options = { nam = "n" } // expected-error [E6002] {{`nam`}} expected-error [E6005] {{`name`}}
    } // expected-error@-5 [E6005] {{lacks `cidr`}}
    module elsewhere { source = "./modules/unknown", whatever = 1 }
    resource cloud_network other { name = "x" }
    resource cloud_network n {
      name = module.net.id
      ranges = [module.net.ids] // expected-error [E3004] {{unknown field `ids` of `module.net`}}
    }

    // What handwritten configuration owns.
    extern resource cloud_network main { }
    extern resource cloud_netwrk main { } // expected-error [E6008] {{no resource `cloud_netwrk`}}
    extern resource cloud_network { } // expected-error [E3027] {{names a resource or data source}}
    resource cloud_network o { name = cloud_network.main.name, ranges = [cloud_network.main.nam] } // expected-error [E3004] {{unknown field `nam`}}
  }
}
type Top { node: Node = {} }
environment e : Top { }
