// RUN: %check %s
// A function that cannot be applied to these values says why.

type Top {
  name: string = "web"
  subnet: string = cidrsubnet("10.0.0.0/30", 8, 1) // expected-error [E4016] {{`cidrsubnet` cannot be applied}}
  parsed: any = jsondecode("{${name}") // expected-error [E4016] {{`jsondecode` cannot be applied}}
  number: float = tonumber(name) // expected-error [E4016] {{`tonumber` cannot be applied}}
  item: any = element([], 0) // expected-error [E4016] {{`element` cannot be applied}}
}
environment e : Top { }
