import { Platform, ExistingCluster } from "std/platform"

/// What holds in every environment unless it says otherwise.
layer defaults : Platform {
  domain = "example.org"

  /// The cluster that runs Argo CD.
  clusters.main = ExistingCluster {
    role = "management"
    endpoint = "api.main.example.org"
  }

  /// Secrets that somebody puts there. External Secrets can bring them too: see `secrets` of each service.
  services {
    externalDns.existingSecrets = ["cloudflare-api-token"]
    monitoring.existingSecrets = ["grafana-admin"]
  }
}
