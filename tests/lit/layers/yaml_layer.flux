// RUN: %check %s
// A YAML file is a layer: it is read by the expected types, and its mistakes are at its own lines.

type Image { tag: string = "latest" }
type Cluster { nodes: int = 1 }
abstract type App { replicas: int = 1 }
type Web : App { port: int = 80 }
type Container { name: string, image: string = "nginx" }
type Top {
  domain: string = "example.org"
  replicas: int = 1
  big: int = 1
  port: int(1..65535) = 80
  memory: bytes = 1Gi
  tier: "staging" | "prod" = "prod"
  enabled: bool = true
  hosts: list<string> = []
  labels: map<string, string> = {}
  main?: ref<Cluster>
  note: string = "n"
  image: Image = {}
  apps: map<string, App> = {}
  containers: list<Container by name> = []
}
layer defaults : Top { apps.my-app = Web { } }
layer custom extends defaults from "Inputs/custom.yaml"
environment e extends custom { }
