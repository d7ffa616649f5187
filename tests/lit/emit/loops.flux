// RUN: %check %s
// What instances a block has: keys that are known, public and each there once.

type Node {
  hosts: list<any> = ["a", "a"]
  numbers: any = [1, 2]
  token: secret<list<string>> = [sensitive("t")]
  labelled: string = sensitive("l")
  emit terraform {
    resource null_resource twice for h in hosts { } // expected-error [E4022] {{`a` comes twice, and each instance needs a key of its own}}
    resource null_resource numbered for n in numbers { } // expected-error [E4001] {{`for_each` goes over a map, a keyed list or strings}}
    resource null_resource secret for t in token { } // expected-error [E4020] {{a secret cannot be looped over}}
  }
}
type Top { node: Node }
environment e : Top { node = Node { } }
