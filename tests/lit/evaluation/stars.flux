// RUN: %check %s
// `m.* { … }` is for every entry of a map, whichever layer creates it; specific members of the same
// layer win; `=` on the entry does not shake it off.

type Image { tag: string, registry: string = "r" }
type App { replicas: int = 1, tier: string = "none", own: string = "no", image: Image }
type Top { apps: map<string, App> = {} }
layer low : Top {
  apps.* { tier = "all", replicas = 2, image { tag = "v1" } }
  apps.a = App { }
  apps.b = App { replicas = 5 }
}
environment e extends low {
  apps.c = App { own = "yes" }
  check apps.a.replicas == 2 && apps.a.tier == "all" : "the star applies"
  check apps.b.replicas == 5 : "specific members of the same layer win"
  check apps.c.tier == "all" && apps.c.own == "yes" : "created above, and still starred"
  check apps.a.image.tag == "v1" : "a field inside of the entry is begun by the star"
}
