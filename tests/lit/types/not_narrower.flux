// RUN: %check %s
// A subtype may only narrow a field.

type Pool { size: "small" | "large" = "small", count: int(1..5) = 1, name: string = "x" }
type BigPool : Pool { size: "small" | "large" | "huge" = "huge" } // expected-error [E3011] {{admits what `"small" | "large"` of `Pool` does not}}
type OptionalPool : Pool { name?: string } // expected-error [E3011] {{of `Pool` does not}}
type OtherPool : Pool { count: string = "many" } // expected-error [E3011] {{`string` admits what `int(1..5)` of `Pool` does not}}
type SmallPool : Pool { size: "small" = "small", count: int(1..3) = 2 }
type Top { pool: Pool = SmallPool { } }
environment e : Top { pool.count = 3 }
