// RUN: %check %s
// Whole numbers have 64 bits; a result that does not fit is an error, never another number.

type Top {
  big: int = 9_223_372_036_854_775_807
  low: int = -9_223_372_036_854_775_807 - 1
  more: int = big + 1 // expected-error [E4015] {{the result of `+` does not fit 64 bits}}
  less: int = low - 1 // expected-error [E4015] {{the result of `-` does not fit 64 bits}}
  twice: int = big * 2 // expected-error [E4015] {{the result of `*` does not fit 64 bits}}
  negated: int = -low // expected-error [E4015] {{the result of `-` does not fit 64 bits}}
  disk: bytes = 8Ei // expected-error [E3023] {{`8Ei` is too large for bytes}}
}
environment e : Top { }
