// RUN: %check %s
// The names that a schema exports are types: of a chart's values, of a kind, of a provider's block.
import "Inputs/charts/web/values.schema.json" as web
import { Widget } from "Inputs/widget.crd.yaml"
import { Widgit } from "Inputs/widget.crd.yaml" // expected-error [E2004] {{declares no `Widgit`}}
import "Inputs/widget.crd.yaml" as widgets
import "Inputs/cloud.schema.json" as cloud

type Service {
  values: web.Values = {}
  typo: web.Valeus? = null // expected-error [E2007] {{no type `Valeus` is known here}}
  widget: Widget = { spec { size = 1 } }
  same: widgets.v1.Widget = widget with { }
  other: widgets.v2.Widget? = null // expected-error [E2007] {{no type `v2` is known here}}
  server: deferred<cloud.resource.cloud_server>? = null
}
type Top { service: Service = {} }

layer defaults : Top {
  service.values.image.tag = "1"
  service.values.imgae.tag = "1" // expected-error [E3004] {{unknown field `imgae` of `Values`}}
  service.values.replicas = "three" // expected-error [E3001] {{expected `int`, found a string "three"}}
  service.widget.spec.parts.a = {}
  service.widget.spec.sise = 2 // expected-error [E3004] {{unknown field `sise` of `Widget.spec`}}
  service.widget.spec.port = "http"
  service.widget.status.ready = true // expected-error [E3004] {{unknown field `status` of `Widget`}}
}
environment e : Top extends defaults { }
