import { Platform, ExistingCluster } from "std/platform"

/// What holds in every environment unless it says otherwise.
layer defaults : Platform {
  domain = "platform.example.org"

  clusters.main = ExistingCluster {
    role = "management"
  }
}
