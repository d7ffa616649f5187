// RUN: %check %s
// A layer over a sub-tree's type can be mounted; it stands above the layers of the whole tree beside it.

type App { replicas: int = 1, image: string }
type Top { apps: map<string, App> = {} }
layer web : App { replicas = 4 }
layer defaults : Top {
  apps.shop = App { image = "i" }
}
environment e extends defaults, web at apps.shop {
  check apps.shop.replicas == 4 && apps.shop.image == "i" : "mounted"
}
