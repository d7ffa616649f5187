// RUN: %check %s
// A call with the wrong arguments: too few, too many, of the wrong type.

fn fqdn(name: string, domain: string): string = "${name}.${domain}"
type Top {
  hosts: list<string> = ["a"]
  mask: string = cidrsubnet("10.0.0.0/16", 8) // expected-error [E3019] {{`cidrsubnet` takes at least 3 arguments}}
  many: string = upper("a", "b") // expected-error [E3019] {{`upper` takes}}
  kind: string = upper(hosts) // expected-error [E3019] {{`upper` wants `string` here, found `list<string>`}}
  few: string = fqdn("a") // expected-error [E3019] {{`fqdn` takes 2 arguments, found 1}}
  type-of: string = fqdn("a", hosts) // expected-error [E3001] {{expected `string`}}
  spread: string = fqdn(...hosts) // expected-error [E3019] {{`fqdn` takes its arguments one by one}}
  early: list<any> = concat(...[hosts], hosts) // expected-error [E3019] {{only the last argument can be spread}}
  size: int = length(5) // expected-error [E3019] {{`length` wants a list or map}}
  good: list<string> = concat(...[hosts, hosts])
}
environment e : Top { }
