// RUN: %check %s
// Functions and `let`s may not depend on themselves, directly or round about: every program ends.

fn fact(n: int): int = if n <= 1 then 1 else n * fact(n - 1) // expected-error [E3014] {{`fact` calls itself}}
fn even(n: int): bool = n == 0 || odd(n - 1)
fn odd(n: int): bool = n != 0 && even(n - 1) // expected-error@* [E3014] {{calls itself}}
type Top { n: int = 1 }
environment e : Top {
  let x = x + 1 // expected-error [E3014] {{`x` is made of itself}}
  n = x
}
