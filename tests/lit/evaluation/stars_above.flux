// RUN: %check %s
// A star of a higher layer stands above the specific members of a lower one.

type App { replicas: int = 1 }
type Top { apps: map<string, App> = {} }
layer low : Top {
  apps.a = App { replicas = 5 }
}
environment e extends low {
  apps.* { replicas = 2 }
  check apps.a.replicas == 2 : "the higher layer's star"
}
