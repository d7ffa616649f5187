// RUN: %check %s
// Functions are those of Terraform that need no input but their arguments, and those that `fn` declares.

type Image { tag: string = "latest" }
type Top {
  now: string = timestamp() // expected-error [E3020] {{unknown function `timestamp`}}
  file: string = file("a.txt") // expected-error [E3020] {{unknown function `file`}}
  big: string = uper("a") // expected-error [E3020] {{unknown function `uper`}}
  image: any = Image("a") // expected-error [E3020] {{`Image` is no function}}
  method: string = "a".upper() // expected-error [E3020] {{only a function's name can be called}}
  value: any = upper("a")("b") // expected-error [E3020] {{only a function's name can be called}}
}
environment e : Top { }
