// RUN: rm -rf %t && split-file %s %t
// RUN: cd %t/project && %check envs/prod.flux
// An import may go up within the project, and not out of it.

//--- shared.flux
type Top { n: int = 1 }
//--- project/flux.yaml
edition: 2026
//--- project/types.flux
type Top { n: int = 1 }
//--- project/envs/prod.flux
import { Top } from "../types.flux"
import "../../shared.flux" as shared // expected-error [E2009] {{lies outside the project}}
environment prod : Top { }
