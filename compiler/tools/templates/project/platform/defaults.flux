import { Platform, ExistingCluster } from "std/platform"

/// What holds in every environment unless it says otherwise.
layer defaults : Platform {
  domain = "example.org"

  /// The cluster that runs Argo CD.
  clusters.main = ExistingCluster {
    role = "management"
    endpoint = "api.main.example.org"
  }
}
