import { apps } from "../platform/apps.flux"

/// Where changes are tried first.
environment dev extends apps {
  domain = "dev.example.org"
}
