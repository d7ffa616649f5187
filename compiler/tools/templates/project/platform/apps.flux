import { hello-app } from "../apps/hello.flux"

/// The apps of every environment, above the defaults. `fluxc new app` adds to it.
layer apps extends hello-app { }
