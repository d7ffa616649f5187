// RUN: %check %s
// A bound field that hides an outer one is a warning; `self.` and `root.` say which is meant, without one.

type Ingress { domain: string = "inner.org", host: string = "web.${domain}" }
type Top { domain: string, ingress: Ingress }
environment e : Top {
  domain = "example.org"
  ingress {
    // expected-warning@+1 [W2002] {{`domain` is the field of `Ingress`, which hides the one of `Top`}}
    host = "app.${domain}"
  }
}
environment f : Top {
  domain = "example.org"
  ingress { host = "app.${root.domain}" }
  check ingress.host == "app.example.org" : "the environment's"
}
