// RUN: %check %s
// `v with { … }` is `v`'s stack plus one body, as a new object.

type Res { cpu: cpu = 1, memory: bytes = 1Gi, doubled: bytes = memory * 2 }
let small = Res { cpu = 500m }
type Top { a: Res, b: Res, c: Res }
environment e : Top {
  a = small
  b = small with { memory = 2Gi }
  c = b with { }
  check a.cpu == 500m && a.memory == 1Gi : "the value"
  check b.cpu == 500m && b.doubled == 4Gi : "late binding in the copy"
  check c.doubled == 4Gi : "a copy of a placed object"
}
