// RUN: %check %s
// Members that the grammar knows and this version does not follow are refused, not passed over.

type Top { main: int = 1 }
environment e : Top {
  renamed main from mgmt // expected-error [E3034] {{`renamed` is not supported yet}}
  removed mgmt because "it is gone" // expected-error [E3034] {{`removed` is not supported yet}}
}
