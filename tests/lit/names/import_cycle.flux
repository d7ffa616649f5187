// RUN: rm -rf %t && split-file %s %t
// RUN: %check %t/top.flux
// RUN: not %fluxc check %t/top.flux 2>&1 | FileCheck %s --check-prefix=WAY
// Modules that import each other in a circle are an error that names the way round.

// WAY: the way round: `{{.*}}a.flux` → `{{.*}}b.flux` → `{{.*}}a.flux`

//--- top.flux
import { a } from "a.flux"
type Top { n: int = a }
environment e : Top { }
//--- a.flux
import { b } from "b.flux"
let a = b + 1
//--- b.flux
import { a } from "a.flux" // expected-error [E2003] {{imports itself}}
let b = a + 1
