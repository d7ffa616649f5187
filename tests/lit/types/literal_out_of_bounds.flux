// RUN: %check %s
// A literal outside what its type admits is an error as soon as it is written.

type Port = int(1..65535)
type Slug = string(/^[a-z]+$/, len 1..5)
type Top {
  replicas: int(0..1000) = 1
  port: Port = 80
  slug: Slug = "web"
  memory: bytes(1Gi..) = 1Gi
  hosts: list<string>(len 1..2) = ["a"]
}
environment e : Top {
  replicas = 5000 // expected-error [E3002] {{5000 is outside `int(0..1000)`}}
  port = 0 // expected-error [E3002] {{0 is outside `Port`}}
  slug = "Web" // expected-error [E3002] {{"Web" is outside `Slug`}}
  memory = 512Mi // expected-error [E3002] {{512Mi is outside `bytes(1Gi..)`}}
}
environment f : Top {
  slug = "platform" // expected-error [E3002] {{"platform" is outside `Slug`}}
  replicas = -1 // expected-error [E3002] {{-1 is outside `int(0..1000)`}}
}
