// RUN: %check %s
// An imported name that is not used is a warning.

import { Image, registry } from "Inputs/library.flux" // expected-warning [W2001] {{`registry` is imported and not used}}
import "Inputs/library.flux" as library // expected-warning [W2001] {{`library` is imported and not used}}

type Top { image: Image = {} }
environment e : Top { }
