// RUN: %check %s
// A value known only during apply cannot stand where it must be known, unless its slot says that it can wait.

type Vm {
  address: any = terraform.null_resource.vm.id
  later: deferred<string> = address
  name: string = address // expected-error [E4019] {{`vm.name` must be known now, and this is known only during apply}}
  hosts: list<any> = [for h in address : h] // expected-error [E4019] {{`vm.hosts` must be known now}}
  tags: map<string, int> = { [address] = 1 } // expected-error [E4019] {{a key must be known}}
  size: int = match address { "a" => 1, else => 2 } // expected-error [E4019] {{the subject of `match` must be known}}
  known: bool = address is string // expected-error [E4019] {{`is` asks about a value that is known only during apply}}
  emit terraform { resource null_resource vm { } }
}
type Top { vm: Vm }
environment e : Top { vm = Vm { } }
