// RUN: split-file %s %t
// RUN: not %fluxc check %t/fields.flux 2>&1 | FileCheck %s --check-prefix=FIELDS
// RUN: not %fluxc check %t/brace.flux 2>&1 | FileCheck %s --check-prefix=BRACE
// RUN: not %fluxc check %t/unread.flux 2>&1 | FileCheck %s --check-prefix=UNREAD
// RUN: not %fluxc check %t/layer.flux 2>&1 | FileCheck %s --check-prefix=LAYER
// One mistake is told once: what is required is not missed where its name is misspelt, or where text was not understood.

//--- fields.flux
type Top { domain: string, size: int }
environment e : Top { domian = "a.org" }
// FIELDS-DAG: error[E3004]: unknown field `domian`
// FIELDS-DAG: error[E4003]: `size` is required
// FIELDS: error: 2 errors

//--- brace.flux
type App { replicas: int }
type Box { x: int, y: int = 2 }
type Top { box: Box, apps: map<string, App> = {}, domain: string }
layer base : Top {
  box = {
    x = 1

  apps.web = App { replicas = 1 }
  domain = "a.org"
}
environment e extends base { }
// BRACE: error[E1008]: `{` is never closed
// BRACE: opened here
// BRACE: help: close it where what it holds ends
// BRACE: error: 1 error

//--- unread.flux
import { a } from "lib.flux"
type Top { domain: string, size: int = 1 }
environment e : Top {
  size = a a
  domain: "a.org"
}
// UNREAD: error[E1003]
// UNREAD: error[E1011]
// UNREAD: error: 2 errors

//--- lib.flux
let a = 1

//--- layer.flux
type Top { domain: string, size: int = 1 }
enviroment d : Top { domain = "a.org" }
environment e : Top
  domain: a.org
  size: 3
locals { a = 1 }
// LAYER: error[E1003]: expected a declaration: {{.*}}, found `enviroment`
// LAYER: help: did you mean `environment`?
// LAYER: error[E1003]: expected `{`, `extends` or `from`, found the end of the line
// LAYER-NOT: found `domain`
// LAYER: found `locals`
// LAYER: help: blocks of Terraform stand in the `emit terraform { … }` of a type
// LAYER: error: 3 errors
