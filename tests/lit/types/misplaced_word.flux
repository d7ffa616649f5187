// RUN: %check %s
// `self`, `super`, `root` and `key` where they mean nothing.

let here = self // expected-error [E3018] {{`self` is the object around, and there is none here}}
let name = key // expected-error [E3018] {{`key` is the key of the entry around, and there is none here}}
fn domain(): string = root.domain // expected-error [E3018] {{`root` is the environment, and only layers stand in one}}
type Node {
  domain: string = root.domain // expected-error [E3018] {{`root` is the environment, and only layers stand in one}}
  below: int = 1
}
type Top { domain: string = "example.org", node: Node = {} }
environment e : Top {
  check super == 1 : "a check has nothing below" // expected-error [E3018] {{`super` is what the layers below gave the field}}
  let twice = super // expected-error [E3018] {{`super` is what the layers below gave the field}}
  domain = "${key}.example.org"
  check domain == "e.example.org" : "the environment's name"
}
