// RUN: %check %s
// A chart without a schema: its default values say what values may be.
import "Inputs/charts/plain/values.yaml" as plain

type Service {
  values: plain.Values = {}
  emit helm {
    release web { chart = "charts/plain", namespace = "n", values = values }
    release other {
      chart = "charts/plain"
      namespace = "n"
      values = {
        replicas = "three" // expected-error [E6003] {{expected a number or null, found the string "three"}}
        imgae { tag = "1" } // expected-error [E6002] {{`imgae`}}
        resources { limits { cpu = "1" } }
        hosts = [{ host = "a", tls = true }]
        global { registry = "r" }
        cache { size = 1 }
        postgres { enabled = true, version = 15 }
        redis { size = 1 } // expected-error [E6002] {{`redis`}}
        name = null
      }
    }
  }
}
type Top { service: Service = {} }
layer defaults : Top {
  service.values.image.tag = "1"
  service.values.image.tga = "1" // expected-error [E3004] {{unknown field `tga` of `Values.image`}}
  service.values.replicas = true // expected-error [E3001] {{expected}}
  service.values.resources.limits = { cpu = 1 }
  service.values.global.registry = "r"
  service.values.cache = { size = 1 }
  service.values.postgres = { version = 15 }
}
environment e : Top extends defaults { }
