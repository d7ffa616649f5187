// RUN: %check %s
// An operator between values that it cannot join.

type Image { tag: string = "latest" }
type Top {
  memory: bytes = 4Gi
  span: duration = 1h
  maybe: Image? = null
  image: Image = {}
  text: string = "a" + "b" // expected-error [E3021] {{`+` cannot be applied to a string "a" and a string "b"}}
  square: bytes = memory * memory // expected-error [E3021] {{`*` cannot be applied to `bytes` and `bytes`}}
  mixed: bytes = memory + span // expected-error [E3021] {{`+` cannot be applied to `bytes` and `duration`}}
  order: bool = "a" < 1 // expected-error [E3021] {{`<` cannot be applied to}}
  both: bool = 1 && true // expected-error [E3001] {{expected `bool`, found an int 1}}
  not: bool = !5 // expected-error [E3021] {{`!` cannot be applied to}}
  minus: int = -"a" // expected-error [E3021] {{`-` cannot be applied to a string "a"}}
  item: any = memory[0] // expected-error [E3021] {{`bytes` cannot be indexed}}
  unit: any = "a" in MiB // expected-error [E3021] {{`in` wants a quantity, found a string "a"}}
  made: any = 5 with { a = 1 } // expected-error [E3021] {{`with` changes an object, found}}
  changed: Image = maybe with { tag = "v" } // expected-error [E3021] {{this may be null, and null cannot be changed}}
}
environment e : Top { }
