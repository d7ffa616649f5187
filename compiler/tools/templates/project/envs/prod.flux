import { apps } from "../platform/apps.flux"

/// Production.
environment prod extends apps {
  domain = "example.org"

  apps.hello {
    replicas = 3
  }
}
