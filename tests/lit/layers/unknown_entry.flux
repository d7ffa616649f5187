// RUN: %check %s
// An entry that no layer below creates is not amended: a misspelt entry is an error.

type App { replicas: int = 1 }
type Container { name: string, image: string = "nginx" }
type Top { apps: map<string, App> = {}, containers: list<Container by name> = [] }
layer defaults : Top {
  apps.my-app = App { }
  containers = [{ name = "app" }]
}
environment e extends defaults {
  apps.my-ap.replicas = 3 // expected-error [E3005] {{no layer below creates the entry `my-ap`}}
  apps.my-app.replicas = 2
  containers.side { image = "envoy" } // expected-error [E4008] {{no layer creates `containers.side`}}
  containers.app { image = "envoy" }
}
