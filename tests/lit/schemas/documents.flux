// RUN: %check %s
// Charts' values and custom resources are what their schemas say.
import "Inputs/charts/web/values.schema.json" as web
import "Inputs/charts/api/values.schema.json" as api
import "Inputs/widget.crd.yaml" as widgets

type Node {
  emit helm {
    release fine { chart = "charts/web", version = "1.0.0", namespace = "a", values = {
      replicas = 2, image = { tag = "v1" }, annotations = { a = "b" }, global = { x = 1 }, store = { kind = "s3", bucket = "b" }
      service = null // takes the chart's default away
    } }
    // With the chart's defaults beside the schema, the whole is checked.
    release completed { chart = "api", version = "1.0.0", namespace = "a", values = {
      image = { tag = null }, legacy = { x = 2 }, hosts = [{ name = "a" }]
    } }
    release bare { chart = "api", version = "1.0.0", namespace = "a", values = {
      image = { repository = null } // expected-error [E6005] {{`repository` is required}}
      hosts = [{ port = 1 }] // expected-error [E6005] {{`name` is required}}
      legasy = { x = 2 } // expected-error [E6002] {{the schema has no `legasy` here}}
    } }
    release wrong { chart = "web", version = "1.0.0", namespace = "a", values = {
      replicsa = 2 // expected-error [E6002] {{the schema has no `replicsa` here}}
      replicas = 11 // expected-error [E6004] {{must be at most 10, found the number 11}}
      image = { tag = "latest" } // expected-error [E6004] {{must match /^v[0-9]/}}
      service = { type = "LoadBalancr" } // expected-error [E6004] {{expected one of `"ClusterIP"`, `"LoadBalancer"`}}
      annotations = { a = 1 } // expected-error [E6003] {{expected a string, found the number 1}}
      store = { kind = "s3", bucket = 3 } // expected-error [E6003] {{`store.bucket` in the values of `web`: expected a string}}
    } }
  }
  emit kubernetes {
    manifest Widget a { apiVersion = "example.org/v1", metadata = { name = "a" }, spec = { size = 1, port = "http", parts = [{ name = "a" }] } }
    manifest Widget b { apiVersion = "example.org/v1", metadata = { name = "b" }, spec = {
      size = 0 // expected-error [E6004] {{must be at least 1}}
      sise = 1 // expected-error [E6002] {{the schema has no `sise` here}}
    } }
    manifest Widget c { apiVersion = "example.org/v1", metadata = { name = "c" }, spec = { }, status = { ready = true } } // expected-error [E6005] {{`size` is required}} expected-error [E6002] {{the schema has no `status` here}}
  }
}
type Top { node: Node = {} }
environment e : Top { }
