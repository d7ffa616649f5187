// RUN: %check %s
// A bare name never means the field on whose right side it stands.

type Inner { domain: string, port: int = 80 }
type Top {
  domain: string
  inner: Inner
}
environment e : Top {
  domain = "x.org"
  inner = Inner { domain = "in.${domain}" }
  check inner.domain == "in.x.org" : "the outer domain"
}
