// RUN: %check %s
// A circle of a module's `let`s is told, whether anything reads them or not; what stands in braces is read later.

let a = b + 1
let b = c * 2
let c = a // expected-error [E3014] {{`a` is made of itself}}
let outer = { size = inner.low, low = 1 }
let inner = { low = outer.low }
type Top { n: int = outer.size }
environment e : Top { }
