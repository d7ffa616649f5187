// RUN: %check %s
// The arms of a union must be told apart: by their spelling where they are declared, by their fields where one is written.

type Size = string | cpu // expected-error [E3013] {{`string` and `cpu` share a spelling}}
type Wait = duration | "5m" | "never" // expected-error [E3013] {{`duration` and `"5m"` share a spelling}}
type S3 { bucket: string, prefix?: string }
type Http { url: string, prefix?: string }
type Top { store: S3 | Http, size: int | "auto" = 1, wait: "never" | duration = 5m }
environment e : Top {
  store = { prefix = "a" } // expected-error [E3013] {{these fields fit several arms of `S3 | Http`}}
}
environment f : Top {
  store = { path = "a" } // expected-error [E3013] {{these fields fit no arm of `S3 | Http`}}
}
environment g : Top {
  store = S3 { bucket = "b" }
}
