// RUN: %check %s
// A value of another type than its slot's is an error at the value.

type Image { tag: string = "latest" }
type App {
  replicas: int = 1
  name: string = "app"
  enabled: bool = true
  image: Image = {}
  hosts: list<string> = []
  labels: map<string, string> = {}
  tier: "dev" | "prod" = "dev"
  timeout: duration = 30s
  about: string = "x"
}
type Top { app: App = {} }
environment e : Top {
  app {
    replicas = "3" // expected-error [E3001] {{expected `int`, found a string "3"}}
    name = 5 // expected-error [E3001] {{expected `string`, found}}
    enabled = "yes" // expected-error [E3001] {{expected `bool`, found a string "yes"}}
    image = "nginx:1" // expected-error [E3001] {{expected `Image`, found a string "nginx:1"}}
    hosts = "a.org" // expected-error [E3001] {{expected `list<string>`, found a string "a.org"}}
    labels = [] // expected-error [E3001] {{expected `map<string, string>`}}
    tier = "staging" // expected-error [E3001] {{expected `"dev" | "prod"`, found a string "staging"}}
    timeout = 30 // expected-error [E3001] {{expected `duration`}}
    about = "about ${hosts}" // expected-error [E3001] {{cannot be part of a string}}
  }
}
