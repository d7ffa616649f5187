// RUN: %check %s
// Absent, null and `""` differ; an absent field may stand left of `?.` and `??` and in `is absent`.

type Inner { a: int = 1 }
type Top {
  s?: string
  n: string? = null
  inner?: Inner
  nothing: Inner? = null
  copied: int? = nothing?.a
  lost: int = nothing?.a // expected-error [E3001] {{expected `int`, found `int?`}}
}
environment e : Top {
  check nothing?.a == null && copied == null && (nothing?.a ?? 7) == 7 : "null passes on as null"
  check inner?.a is absent && !(nothing?.a is absent) : "and absent as absent"
  check s is absent : "absent"
  check n == null : "null is a value"
  check (s ?? "fallback") == "fallback" && (n ?? "x") == "x" : "both fall back"
  check (inner?.a ?? 7) == 7 : "passed on"
}
