// RUN: %check %s
// `m.* is T { … }` is for the entries of that type.

abstract type App { replicas: int = 1 }
type Web : App { port: int = 80 }
type Job : App { }
type Top { apps: map<string, App> = {} }
layer low : Top {
  apps.w = Web { }
  apps.j = Job { }
}
environment e extends low {
  apps.* is Web { replicas = 3, port = 8080 }
  check apps.w.replicas == 3 : "a Web"
  check apps.j.replicas == 1 : "not a Job"
}
