// RUN: %check %s
// A map or keyed-list entry cannot be amended from nothing: entries are created by `=` alone, so a
// misspelt entry is an error.

type Pool { count: int = 1 }
type Top { pools: map<string, Pool> = {} }
layer low : Top {
  pools.worker = Pool { count = 2 }
}
environment e extends low {
  pools.wroker.count = 3 // expected-error {{wroker}}
}
