// RUN: %check %s
// A map's keys depend on guards, key expressions, `for` sources and spread key sets, never on entry
// values.

type Top {
  names: list<string> = ["a", "b"]
  base: map<string, string> = { z = "spread" }
  all: map<string, string> = {}
}
environment e : Top {
  all {
    ...base
    for n in names { ["k-${n}"] = "v-${n}" }
    ["lit"] = all["k-a"]
    if length(names) == 2 { two = "yes" }
  }
  check keys(all) == ["k-a", "k-b", "lit", "two", "z"] : "sorted bytewise"
  check all.lit == "v-a" : "an entry may read another"
}
