// RUN: %check %s
// What a schema says and nobody checks is a warning, and the rest of it holds. A `$ref` finds a file that is imported too.
import "Inputs/charts/odd/values.schema.json" as odd // expected-warning [W6002] {{says more than is checked}}
import "Inputs/charts/odd/tls.json" as shared

type Service {
  emit helm {
    release web {
      chart = "charts/odd"
      namespace = "n"
      values = {
        host = "-x"
        size = 4
        tls { secert = "s" } // expected-error [E6002] {{`tls.secert`}}
      }
    }
  }
}
type Top { service: Service = {} }
environment e : Top { }
