// RUN: %check %s
// `*` stands for the entries of a map or keyed list, and is amended.

type Opts { size: int = 1 }
abstract type App { replicas: int = 1 }
type Web : App { port: int = 80 }
type Top { opts: Opts = {}, apps: map<string, App> = {}, hosts: list<string> = [] }
environment e : Top {
  opts.* { size = 2 } // expected-error [E3025] {{and this is `Opts`}}
  hosts.* { size = 2 } // expected-error [E3010] {{`hosts` is `list<string>`, which has no fields to set}}
  apps.* = Web { } // expected-error [E3025] {{`*` is amended with braces}}
  apps.* is Opts { size = 2 } // expected-error [E3025] {{no entry of `map<string, App>` is ever a `Opts`}}
  apps.* is Web { port = 8080 }
}
