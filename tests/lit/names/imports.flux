// RUN: %check %s
// What an import names must exist: the file, the names in it, the standard module.

import { Image, registry } from "Inputs/library.flux"
import { Imgae } from "Inputs/library.flux" // expected-error [E2004] {{`Inputs/library.flux` declares no `Imgae`}}
import "Inputs/librery.flux" as lib // expected-error [E2001] {{Inputs/librery.flux`: no such file}}
import { Platform } from "std/platfrom" // expected-error [E2001] {{the standard library has no module `std/platfrom`}}
import "" as nothing // expected-error [E2001] {{an import names a file, and this is empty}}
import "Inputs/folder" as folder // expected-error [E2002] {{Inputs/folder`: it is a directory}}
import "Inputs/library.flux" as library
import "std/platform" as folder_of_the_library

type Top {
  image: Image = {}
  name: string = "${registry}/${library.image("web")}"
  other: string = library.registri // expected-error [E2004] {{`library` has no value `registri`}}
  clusters: map<string, folder_of_the_library.ExistingCluster> = {}
  last: library.Imag = {} // expected-error [E2007] {{no type `Imag` is known here}}
}
environment e : Top { }
