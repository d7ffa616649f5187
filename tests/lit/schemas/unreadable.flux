// RUN: %check %s
import "Inputs/broken.schema.json" as broken // expected-error [E6001] {{is no schema that can be read}}
import "Inputs/charts/list/values.yaml" as list // expected-error [E6001] {{a chart's values are a mapping}}
type Top { n: int = 1 }
environment e : Top { }
