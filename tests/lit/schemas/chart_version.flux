// RUN: %check %s
// A release is of the version that its chart's schema was taken from.
import "Inputs/charts/pinned/values.schema.json" as pinned

type Releases {
  emit helm {
    release fine { chart = "pinned", version = "1.4.0", namespace = "a", values = { replicas = 1 } }
    release also { chart = "charts/pinned", version = "v1.4.0", namespace = "a", values = { replicas = 1 } }
    release other { chart = "pinned", version = "1.5.0", namespace = "a", values = { replicas = 1 } } // expected-error [E6107] {{is the schema of version 1.4.0 of chart `pinned`, and this is 1.5.0}}
    // No schema tells the version of this one.
    release unknown { chart = "web", version = "9.9.9", namespace = "a", values = { } }
  }
}
type Top { releases: Releases = { } }
environment e : Top { }
