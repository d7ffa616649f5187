// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// The closest entry is suggested; where none is close, the entries are listed.

type App { replicas: int = 1 }
type Top { apps: map<string, App> = {} }
layer defaults : Top { apps.my-app = App { } }
environment e extends defaults {
  apps.my-ap.replicas = 3
  // CHECK: no layer below creates the entry `my-ap`
  // CHECK: "replacement": "my-app"
  apps.shop.replicas = 3
  // CHECK: no layer below creates the entry `shop`
  // CHECK: the entries are `my-app`
  // CHECK: an entry is created by `=`
}
