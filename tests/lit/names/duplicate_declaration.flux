// RUN: %check %s
// A name is declared once: at the top of a module, among the fields of a type, among the `let`s of a body.

type Size = "small" | "large"
type Size = int // expected-error [E2005] {{`Size` is declared twice}}

fn shorten(name: string): string = substr(name, 0, 3)
let shorten = "abc" // expected-error [E2005] {{`shorten` is declared twice}}

type App {
  replicas: int = 1
  replicas: int = 2 // expected-error [E2005] {{the field `replicas` is declared twice}}
}
type Top { app: App }
environment e : Top {
  let size = 1
  let size = 2 // expected-error [E2005] {{`size` is declared twice}}
  app.replicas = size
}
