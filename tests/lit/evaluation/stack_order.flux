// RUN: %check %s
// The stack is a sequence of contributions, lowest first: the type's defaults (base before subtype),
// then each layer in order.

type Base {
  a: int = 1
  b: int = 1
  c: int = 1
}
type Sub : Base {
  b: int = 2
  c: int = 2
}
type Top { x: Base }

layer low : Top {
  x = Sub { c = 3 }
}
environment e extends low {
  check x.a == 1 : "the base's default stands"
  check x.b == 2 : "the subtype's default is above the base's"
  check x.c == 3 : "the layer is above the types"
}
