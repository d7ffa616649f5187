// RUN: %check %s
// No arm of a `match` fits the value.

type Top {
  flag: bool? = null
  n: int = match flag { true => 1, false => 2 } // expected-error [E4023] {{no arm of this `match` fits null}}
}
environment e : Top { }
