// RUN: %check %s
// Fields are declared in types alone, and once and for all.

type App { on: bool = true, size: int = 1 }
type Top {
  app: App = {}
  on: bool = true
  if on { size: int = 1 } // expected-error [E3007] {{not under a condition}}
}
environment e : Top {
  app { size: int = 2 } // expected-error [E1011] {{a field is declared only in a type}}
}
