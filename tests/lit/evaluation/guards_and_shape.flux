// RUN: %check %s
// A guard is run only for fields that its body can write, so a condition may read the other fields of
// the same object.

type Opts { mode: string = "dev", replicas: int = 1, extra?: string }
type Top { opts: Opts }
environment e : Top {
  opts {
    mode = "prod"
    if mode == "prod" { replicas = 3 } else { extra = "x" }
  }
  check opts.replicas == 3 : "guarded"
  check opts.extra is absent : "the other branch leaves nothing"
}
