// RUN: %check %s
// Escapes, numbers and characters that cannot be read, each with its own error.

type Top { a: string = "", n: int = 0 }
environment e : Top {
  a = "x\q" // expected-error [E1005] {{}}
}
