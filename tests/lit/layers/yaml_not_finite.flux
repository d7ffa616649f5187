// RUN: %check %s
// YAML has numbers that are not finite; Flux has none, and no target could read them.

type Top {
  count: int = 1
  ratio: float = 1.5
  load: float = 1.5
  huge: float = 1.5
  level: 1 | 2 = 1
  free: any = 1
  note: string = ""
}
layer custom : Top from "Inputs/not_finite.yaml"
environment e extends custom { }
