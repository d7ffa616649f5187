// RUN: %check %s
// What a layer extends describes the same type; a layer says what it describes.

type App { replicas: int = 1 }
type Top { web: App = {} }
layer web : App { replicas = 2 }
layer defaults : Top { }
environment prod extends defaults, web { } // expected-error [E3017] {{`web` describes `App`, and `prod` describes `Top`}}
layer nothing { } // expected-error [E3017] {{`nothing` says neither what it describes nor what it extends}}
