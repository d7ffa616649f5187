import { defaults } from "../platform.flux"

/// For trying things out: everything as `platform.flux` has it.
environment dev extends defaults {
  domain = "dev.example.org"
}
