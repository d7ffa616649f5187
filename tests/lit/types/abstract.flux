// RUN: %check %s
// An abstract type is not constructed, by its name or by a slot's type.

abstract type App { replicas: int = 1 }
type Web : App { port: int = 80 }
type Top { apps: map<string, App> = {}, main?: App }
environment e : Top {
  apps.web = App { } // expected-error [E3008] {{`App` is abstract}}
  apps.job = { replicas = 2 } // expected-error [E3008] {{`App` is abstract: say which one this is}}
  main = Web { }
}
