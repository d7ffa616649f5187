// RUN: %check %s
// Keyed lists merge by key: base order kept, new ones appended, addressed by name; never by position.

type Container { name: string, image: string = "none" }
type Top { containers: list<Container by name> = [] }
layer low : Top {
  containers = [{ name = "app", image = "a:1" }, { name = "proxy" }]
}
environment e extends low {
  containers.app.image = "a:2"
  containers += [{ name = "log" }]
  check [for c in containers : c.name] == ["app", "proxy", "log"] : "order"
  check containers.app.image == "a:2" && containers.proxy.image == "none" : "by key"
}
