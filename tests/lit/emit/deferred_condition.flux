// RUN: %check %s
// What decides which blocks there are must be known; a value may wait.

type Node {
  emit terraform {
    resource vm pool { }
    for a in vm.pool.addresses { resource record "r" { value = a } } // expected-error [E3031] {{what a loop goes through must be known}}
    resource record all for a in vm.pool.addresses { value = a } // expected-error [E3031] {{the keys of `for` must be known}}
    if vm.pool.ready { resource record "s" { value = "a" } } // expected-error [E3031] {{the condition of `if` must be known}}
    resource record one { value = match vm.pool.name { "a" => 1, else => 2 } } // expected-error [E3031] {{the subject of `match` must be known}}
    resource record two { value = if vm.pool.ready then 1 else 2 }
  }
}
type Top { node: Node = {} }
environment e : Top { }
