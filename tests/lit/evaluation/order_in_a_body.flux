// RUN: %check %s
// Order inside a body means nothing: on one path `=` applies before amendments, wherever they stand.

type Box { x: int = 0, y: int = 0 }
type Part { cost: int = 2 }
type Wheel : Part { spokes: int = 30 }
type Top { box: Box = {}, other: Box = {}, parts: map<string, Part> = {}, spares: map<string, Part> = {} }
environment e : Top {
  box.x = 1
  box = Box { y = 2 }
  other = Box { y = 2 }
  other.x = 1
  parts.* { cost = 100 }
  parts = { a = Part { } }
  spares.a.cost = 7
  spares.b.spokes = 36
  spares.c { cost = 9 }
  spares.b = Wheel { }
  spares = { a = Part { }, c = Part { } }
  check spares.a.cost == 7 && spares.c.cost == 9 : "entries are written into before they are made"
  check spares.b.cost == 2 : "and are what they are made as"
  check box.x == 1 && box.y == 2 : "the amendment stands"
  check other.x == 1 && other.y == 2 : "and so it does here"
  check parts.a.cost == 100 : "the star applies"
}
