// RUN: %check %s
// A name that stands for something else than is wanted: a type for a value, a layer for a type, a type for a layer.

type App { replicas: int = 1 }
type Top { app: App = {}, apps: map<string, App> = {} }
layer defaults : Top {
  app = App // expected-error [E2008] {{`App` is no value}}
}
environment e extends App { } // expected-error [E2008] {{`App` is a type, and a layer was expected}}
environment f : Top {
  apps.* is defaults { replicas = 2 } // expected-error [E2007] {{`defaults` is a layer, and a type was expected}}
}
