// RUN: %check %s
// `super` is the same fold over what stands strictly below.

type Top { hosts: list<string> = ["t"], n: int = 1 }
layer low : Top {
  hosts = [...super, "low"]
  n = super + 10
}
layer mid extends low {
  n = super * 2
}
environment e extends mid {
  hosts = [...super, "e"]
  n = super + 1
  check hosts == ["t", "low", "e"] : "each sees what stands below"
  check n == 23 : "(1 + 10) * 2 + 1"
}
