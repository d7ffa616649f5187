// RUN: %check %s
// `final` sets and locks: touching it later is an error that cites this place and the reason.

type Top { domain: string, port: int = 1 }
layer low : Top {
  final domain = "a.org" because "the certificate names it"
  port = 2
}
environment e extends low {
  domain = "b.org" // expected-error [E4007] {{`domain` is final in layer `low`}}
  port = 3
}
