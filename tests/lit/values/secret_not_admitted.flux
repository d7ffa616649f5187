// RUN: %check %s
// RUN: not %fluxc check %s 2>&1 | FileCheck %s --implicit-check-not=hunter2 --check-prefix=SAID
// A secret decides nothing that would show in the output, and no message repeats it.
// SAID: this is a secret

let token = sensitive("hunter${2}")
type Top {
  token: secret<string> = token
  m: map<string, int> = { [token] = 1 } // expected-error [E4020] {{a key is public, and this is a secret}}
  n: list<int> = [for c in split("", token) : 1] // expected-error [E4020] {{a secret cannot be looped over}}
  on: secret<bool> = token == "x"
  labels: map<string, string> = {}
}
environment e : Top {
  if on { labels = { a = "b" } } // expected-error [E4020] {{decides what is public, and this is a secret}}
}
