// RUN: %check %s
// `key` is the key of the nearest entry of a map or keyed list; fields of an `any` object are no entries.

type Hook { a: int = 1 }
type App { name: string = key, tls: any = [{ secret = "${key}-tls" }], hooks: map<string, Hook> = {} }
type Top { apps: map<string, App> = {} }
environment e : Top {
  apps.x = App { }
  check apps.x.tls[0].secret == "x-tls" : "got ${apps.x.tls[0].secret}"
}
