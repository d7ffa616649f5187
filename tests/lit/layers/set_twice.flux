// RUN: %check %s
// One body sets one thing once; a list is either set or changed.

type Image { tag: string = "latest" }
type Top { domain: string, hosts: list<string> = [], image: Image = {}, labels: map<string, string> = {} }
environment e : Top {
  domain = "a.org"
  domain = "b.org" // expected-error [E3006] {{`domain` is set twice}}
  hosts = ["a"]
  hosts += ["b"] // expected-error [E3006] {{`hosts` is set and changed in one body}}
  labels { team = "web", team = "shop" } // expected-error [E3006] {{`team` is set twice}}
}
environment f : Top {
  domain = "a.org"
  image.tag = "v1"
  image.tag = "v2" // expected-error [E3006] {{`image.tag` is set twice}}
  image { tag = "v3" } // expected-error [E4012] {{`image.tag` is set twice in environment `f`}}
}
type Nested { top: Top = { domain = "c.org" } }
environment g : Nested {
  top.hosts += ["a"]
  top.hosts = ["b"] // expected-error [E3006] {{`top.hosts` is set and changed in one body}}
  if key == "g" { top.domain = "d.org" }
  top.domain = "e.org"
}
