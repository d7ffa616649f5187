// RUN: %check %s
// Order inside a body means nothing: on one path `=` applies before amendments, wherever they stand.

type Box { x: int = 0, y: int = 0 }
type Part { cost: int = 2 }
type Top { box: Box = {}, other: Box = {}, parts: map<string, Part> = {} }
environment e : Top {
  box.x = 1
  box = Box { y = 2 }
  other = Box { y = 2 }
  other.x = 1
  parts.* { cost = 100 }
  parts = { a = Part { } }
  check box.x == 1 && box.y == 2 : "the amendment stands"
  check other.x == 1 && other.y == 2 : "and so it does here"
  check parts.a.cost == 100 : "the star applies"
}
