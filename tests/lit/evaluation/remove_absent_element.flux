// RUN: %check %s
// Removing what is not there is an error.

type Top { hosts: list<string> = ["a"] }
environment e : Top {
  hosts -= ["b"] // expected-error [E4009] {{does not have "b"}}
}
