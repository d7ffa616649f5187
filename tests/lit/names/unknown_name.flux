// RUN: %check %s
// A bare name is looked up in locals, fields of the enclosing bodies, and the module; a name that nothing declares is an
// error, reported once at each place.

type Top {
  domain: string
  // expected-error@+1 [E2006] {{unknown name `doman`}}
  host: string = "web.${doman}"
}
environment e : Top {
  domain = "example.org"
  let suffix = "internal"
  check host != sufix : "they differ" // expected-error [E2006] {{unknown name `sufix`}}
}
