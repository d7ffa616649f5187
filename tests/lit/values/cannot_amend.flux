// RUN: %check %s
// What turns out to be no object has nothing to amend.

abstract type App { replicas: int = 1 }
type Web : App { port: int = 80 }
type Top { spare: any = 3, main: App = Web { }, other: App, nothing: any = null }
environment e : Top {
  other = Web { }
  spare { n = 2 } // expected-error [E4010] {{`spare` is an int here, and has nothing to amend}}
  nothing { n = 2 } // expected-error [E4010] {{`nothing` is null here, and has nothing to amend}}
}
environment f : Top {
  other { replicas = 2 } // expected-error [E4010] {{`App` is abstract and nothing constructs `other`}}
}
