// RUN: %check %s
import "Inputs/broken.schema.json" as broken // expected-error [E6001] {{is no schema that can be read}}
type Top { n: int = 1 }
environment e : Top { }
