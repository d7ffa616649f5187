// RUN: %check %s
// The other places where a type is wanted: lists to append, spreads, loops, patterns, checks, values that may be null.

type Image { tag: string = "latest" }
type App {
  hosts: list<string> = []
  size: int = 1
  note: string? = null
  image: Image? = null
  about: string = "about ${note}" // expected-error [E3001] {{this may be null, and null cannot be part of a string}}
  tag: string = image.tag // expected-error [E3001] {{`.tag` of a value that may be null}}
  ports: list<int> = [for p in size : p] // expected-error [E3001] {{cannot be looped over}}
  more: list<string> = [...size] // expected-error [E3001] {{expected `list<string>`, found `int`}}
  kind: string = match size { "one" => "a", else => "b" } // expected-error [E3001] {{is never}}
  opts: Image = if size then { } else { tag = "b" } // expected-error [E3001] {{expected `bool`}}
}
type Top { app: App = {} }
environment e : Top {
  app.hosts += "a.org" // expected-error [E3001] {{`+=` takes a list}}
  app { ...app.size } // expected-error [E3001] {{`...` spreads an object here}}
  check app.size : "a size is no condition" // expected-error [E3001] {{expected `bool`}}
}
