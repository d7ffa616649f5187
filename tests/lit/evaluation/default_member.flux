// RUN: %check %s
// `default f = e` sets only where no layer below has set it.

type Top { a: int = 1, b: int = 1 }
layer low : Top {
  a = 2
}
layer mixin extends low {
  default a = 10
  default b = 10
}
environment e extends mixin {
  check a == 2 : "low has set it"
  check b == 10 : "only the type had"
}
