// RUN: %check %s
// Absent, null and `""` differ; an absent field may stand left of `?.` and `??` and in `is absent`.

type Inner { a: int = 1 }
type Top { s?: string, n: string? = null, inner?: Inner }
environment e : Top {
  check s is absent : "absent"
  check n == null : "null is a value"
  check (s ?? "fallback") == "fallback" && (n ?? "x") == "x" : "both fall back"
  check (inner?.a ?? 7) == 7 : "passed on"
}
