// RUN: %check %s
// Sibling `=` against amend, `+=` or `delete` is a conflict.

type Top { hosts: list<string> = [] }
layer a : Top { hosts += ["a"] }
layer b : Top { hosts = ["b"] } // expected-error [E4006] {{disagree about `hosts`}}
environment e extends a, b { }
