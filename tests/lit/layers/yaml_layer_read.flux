// RUN: %check %s
// What a YAML layer says is what a Flux layer would: a mapping amends, `$type` constructs, keyed lists merge.

abstract type App { replicas: int = 1 }
type Web : App { port: int = 80 }
type Container { name: string, image: string = "nginx", args: list<string> = [] }
type Top { domain: string, memory: bytes = 1Gi, apps: map<string, App> = {}, containers: list<Container by name> = [] }
layer defaults : Top {
  apps.my-app = Web { port = 81 }
  containers = [{ name = "app", args = ["-v"] }, { name = "side" }]
}
layer release extends defaults from "Inputs/release.yaml"
layer missing : Top from "Inputs/relase.yaml" // expected-error [E2001] {{Inputs/relase.yaml`: no such file}}
layer sequence : Top from "Inputs/list.yaml"
environment e extends release {
  check domain == "prod.example.org" && memory == 16Gi : "scalars, read by the expected type"
  check apps.my-app.replicas == 3 && apps.shop is Web : "amended and constructed"
  check [for c in containers : c.image] == ["envoy", "nginx"] : "by key"
  check containers.app.args == ["-v"] : "field by field"
}
