// RUN: %check %s
// `export` stands before a declaration of a file, or before a field that a type declares. Elsewhere it is a name.

export type T {
  export a: int = 1
  export final b: int = 2
  export: int = 3
  export export: int = 4 // expected-error {{declared twice}}
  export type: int = 5
}
type U : T {
  export a = 6 // expected-error [E1011] {{`export` stands only before a field that a type declares}}
}
export layer l : T {
  export = 7
}
export environment e extends l { }
export fn f(export: int): int = export
export let export = f(1)
export import "x.flux" // expected-error {{expected `type`, `abstract`, `layer`, `environment`, `fn` or `let`, found `import`}}
