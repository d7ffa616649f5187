// RUN: %check %s
// The fields of a record have names; computed keys are for maps.

type App { replicas: int = 1 }
type Top { domain: string = "example.org", apps: map<string, App> = {} }
layer defaults : Top { apps.shop = App { } }
environment e extends defaults {
  ["dom${"ain"}"] = "a.org" // expected-error [E3030] {{`Top` is a record: its fields have names, not computed keys}}
  apps["web-${1 + 1}"] = App { }
  apps.shop["replicas"] = 3 // expected-error [E3030] {{`App` is a record}}
}
